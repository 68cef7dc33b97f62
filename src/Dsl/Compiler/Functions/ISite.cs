using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Functions;

/// <summary>
/// Where a definition stands that a function and a layer share. Values come with a leading axis, which is the batch or of size one; each
/// site says in its own words what does not fit.
/// </summary>
internal interface ISite
{
    GraphBuilder Builder { get; }

    /// <summary>The value does not have the axes of the field.</summary>
    Exception WrongAxes(Field field, Node found);

    /// <summary>A window slides along an axis whose size is a name.</summary>
    Exception NamedAxis(Field field, Node found, Size named);

    /// <summary>Every channel is to be a group of its own, but their number is a name.</summary>
    Exception NamedChannels(Node found, Size named);

    /// <summary>The window is larger than what it slides over.</summary>
    /// <param name="found">What it slides over.</param>
    /// <param name="slides">How it slides along each axis.</param>
    Exception WindowTooLarge(Node found, params Slide[] slides);

    /// <summary>The value is of another kind than is needed.</summary>
    /// <param name="found">The value.</param>
    /// <param name="needs">What is needed.</param>
    /// <param name="fix">What would help.</param>
    Exception Misfit(Node found, string needs, string fix);

    /// <summary>The arguments do not fit together.</summary>
    /// <param name="problem">What is wrong, as the end of a sentence that begins with the name.</param>
    Exception Refused(string problem);
}
