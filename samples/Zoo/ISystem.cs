namespace Zoo;

/// <summary>A published system: its declaration, its training, and the property that its paper is known for.</summary>
internal interface ISystem
{
    /// <summary>What the user calls it on the command line.</summary>
    string Name { get; }

    /// <summary>Its number in the catalogue of systems.</summary>
    int Row { get; }

    /// <summary>Title, authors and year of the paper.</summary>
    string Paper { get; }

    /// <summary>Trains it and checks its property, together with a control that must fail the same check.</summary>
    void Run(Trial trial);
}
