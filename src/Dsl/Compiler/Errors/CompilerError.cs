using System.Globalization;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Errors;

/// <summary>A mistake in a declaration: which rule it breaks, where, and what the message is about.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Origin">The origin id of the offending syntax.</param>
/// <param name="Arguments">What fills the holes of the rule's message.</param>
internal sealed record CompilerError(Rule Rule, int Origin, EquatableArray<string> Arguments)
{
    /// <summary>What is certain to put it right, for a fix to do; null when that is for the user to decide.</summary>
    public Remedy? Remedy { get; init; }

    /// <summary>Other places that have to do with it, such as where a shape comes from.</summary>
    public EquatableArray<RelatedSpec> Related { get; init; }

    public bool IsError => Rule.Severity == Severity.Error;

    public string Message => string.Format(CultureInfo.InvariantCulture, Rule.Message, [.. Arguments]);
}

/// <summary>A rule that declarations keep.</summary>
/// <param name="Id">Its public, never reused id.</param>
/// <param name="Category">Declaration, Shape, Derivation, Training, Code or Plan.</param>
/// <param name="Title">What is wrong, without period.</param>
/// <param name="Message">One sentence, without period, with holes.</param>
/// <param name="Severity">Whether a declaration that breaks it can be compiled.</param>
internal sealed record Rule(string Id, string Category, string Title, string Message, Severity Severity = Severity.Error);

/// <summary>What breaking a rule means.</summary>
internal enum Severity
{
    /// <summary>There is no program.</summary>
    Error,

    /// <summary>There is a program, but hardly the one that was meant, or one that trains badly.</summary>
    Warning,
}

/// <summary>A place that has to do with a mistake.</summary>
/// <param name="Origin">The origin id.</param>
/// <param name="Text">What is there.</param>
internal sealed record RelatedSpec(int Origin, string Text);
