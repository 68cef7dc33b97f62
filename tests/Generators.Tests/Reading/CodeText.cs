using System.Globalization;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Generators.Tests.Reading;

/// <summary>Code as one line that looks like C#, so that a test shows what a piece of source means.</summary>
internal static class CodeText
{
    public static string Of(CodeSpec? code) => code switch
    {
        null => "",
        ConstantCode constant => Of(constant.Value),
        VariableCode variable => variable.Name,
        PartCode part => (part.Instance is null ? "this" : Of(part.Instance)) + "." + part.Part,
        FunctionCode function => function.Function + Arguments(function.Arguments),
        CallCode { Instance: { } instance } call => $"{Of(instance)}->{Short(call.Method)}{Arguments(call.Arguments)}",
        CallCode call => Short(call.Method) + Arguments(call.Arguments),
        InvokeCode invoke => Of(invoke.Function) + Arguments(invoke.Arguments),
        LambdaCode lambda => $"({string.Join(", ", lambda.Parameters)}) => {Of(lambda.Body)}",
        TupleCode tuple => $"[{string.Join(", ", tuple.Items.Select(Of))}]",
        ItemCode item => $"{Of(item.Value)}[{Of(item.Index)}]",
        LengthCode length => Of(length.Value) + ".Length",
        WithCode with => $"{Of(with.Value)} with {{ {string.Join(", ", with.Replacements.Select(static one => $"[{one.Index}] = {Of(one.Value)}"))} }}",
        BinaryCode binary => $"({Of(binary.Left)} {binary.Operator} {Of(binary.Right)})",
        UnaryCode { Operator: "-" or "!" } unary => unary.Operator + Of(unary.Operand),
        UnaryCode unary => $"{unary.Operator}({Of(unary.Operand)})",
        ConditionalCode { WhenTrue: BlockCode } condition =>
            $"if ({Of(condition.Condition)}) {Of(condition.WhenTrue)}{(condition.WhenFalse is null ? "" : " else " + Of(condition.WhenFalse))}",
        ConditionalCode condition => $"({Of(condition.Condition)} ? {Of(condition.WhenTrue)} : {Of(condition.WhenFalse)})",
        BlockCode { Statements.Count: 0 } => "{ }",
        BlockCode block => $"{{ {string.Join(" ", block.Statements.Select(Statement))} }}",
        AssignCode assign => $"{assign.Variable} = {Of(assign.Value)}",
        DeconstructCode several => $"({string.Join(", ", several.Variables.Select(static name => name.Length == 0 ? "_" : name))}) = {Of(several.Value)}",
        LoopCode loop => $"for ({Of(loop.Start)}; {Of(loop.Condition)}; {Of(loop.Step)}) {Of(loop.Body)}",
        EachCode each => $"foreach ({each.Variable} in {Of(each.Items)}) {Of(each.Body)}",
        ReturnCode { Value: null } => "return",
        ReturnCode end => "return " + Of(end.Value),
        LeaveCode leave => leave.Continues ? "continue" : "break",
        _ => throw new InvalidOperationException($"There is no text for {code.GetType().Name}."),
    };

    public static string Of(ConstantSpec constant) => constant switch
    {
        IntegerSpec integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        RealSpec real => real.Value.ToString("R", CultureInfo.InvariantCulture) + "f",
        BooleanSpec boolean => boolean.Value ? "true" : "false",
        EnumSpec member => "'" + member.Member,
        StringSpec { Value: { } text } => "\"" + text + "\"",
        _ => "null",
    };

    private static string Statement(CodeSpec code) => Of(code) is var text && text.EndsWith('}') && code is not (AssignCode or ReturnCode) ? text : text + ";";

    private static string Arguments(IEnumerable<CodeSpec> arguments) => $"({string.Join(", ", arguments.Select(Of))})";

    // The key without its parameters.
    private static string Short(string key) => key.IndexOf('(', StringComparison.Ordinal) is >= 0 and var end ? key[..end] : key;
}
