using System.Globalization;
using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Emit;

/// <summary>
/// The operator structs of a program file: each fused expression written once over vectors of any width. Expressions that the
/// engine has a name for use it, and equal expressions share a struct.
/// </summary>
internal sealed class MapStructs
{
    // A value may be called i, and its second function must not hide an interface of the engine.
    private readonly NameTable _names = new("IMap0", "IMap1", "IMap2", "IMap3", "IMap4", "IMap5", "IMap6", "IMap7", "IMap8");
    private readonly Dictionary<string, string> _nameOfText = [];
    private readonly List<string> _texts = [];

    /// <summary>How a kernel is told which function to apply.</summary>
    /// <param name="Type">The struct's name.</param>
    /// <param name="Value">An expression of a value with fields; null when the type alone says it.</param>
    internal sealed record Use(string Type, string? Value);

    /// <summary>The structs, in order of their first use.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>The function of a fused expression, as a struct.</summary>
    /// <param name="map">The expression.</param>
    /// <param name="result">The name of its value.</param>
    /// <param name="nameOf">The names of its operands.</param>
    public Use Of(Map map, string result, Func<Node, string> nameOf)
    {
        if (map.IsIdentity && map.Operands.Count == 1)
        {
            return new Use("Identity", null);
        }

        if (map.Operands.Count == 1 && map.Body.Count == 1)
        {
            switch (map.Body[0].Operation)
            {
                case Relu:
                    return new Use("Relu", null);
                case Tanh:
                    return new Use("Tanh", null);
                case Sigmoid:
                    return new Use("Sigmoid", null);
                case LeakyRelu leaky:
                    return new Use("LeakyRelu", $"new LeakyRelu({Literal.Float(leaky.Slope)})");
            }
        }

        Formula formula = new(map, nameOf);
        if (!_nameOfText.TryGetValue(formula.Text, out string? name))
        {
            name = _names.Take(NameTable.Pascal(result) + "Map");
            _nameOfText.Add(formula.Text, name);
            _texts.Add(formula.Text.Replace(Formula.NameHole, name));
        }

        return new Use(name, formula.Arguments.Count == 0 ? null : $"new {name}({string.Join(", ", formula.Arguments)})");
    }

    /// <summary>The struct of one expression.</summary>
    private sealed class Formula
    {
        public const string NameHole = "\u0003";

        private readonly NameTable _names = new("V", "index", "key");
        private readonly Dictionary<Node, string> _texts = [];
        private readonly List<string> _fields = [];
        private readonly List<string> _arguments = [];

        public Formula(Map map, Func<Node, string> nameOf)
        {
            Dictionary<Node, int> uses = CountUses(map);
            string[] parameters = [.. map.Operands.Select(operand => "V " + (_texts[operand.Value] = _names.Take(nameOf(operand.Memory).TrimStart('@'))))];
            CodeWriter body = new();
            foreach (Node node in map.Body)
            {
                string text = TextOf(node);
                if (node != map.Result && uses[node] > 1 && node.Operation is not Fill)
                {
                    string local = _names.Take(OperationWords.Noun(node.Operation));
                    body.Line($"V {local} = {text};");
                    text = local;
                }

                _texts[node] = text;
            }

            body.Line($"return {_texts[map.Result]};");
            CodeWriter writer = new();
            string fields = _fields.Count == 0 ? string.Empty : $"({string.Join(", ", _fields)})";
            using (writer.Braces($"file readonly struct {NameHole}{fields} : IMap{Literal.Integer(map.Operands.Count)}"))
            {
                writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
                writer.Line($"public V Invoke<V>({string.Join(", ", parameters.Append("int index"))})");
                using (writer.Indent())
                {
                    writer.Line("where V : struct, ISimd<V>");
                }

                using (writer.Braces())
                {
                    writer.Lines(body.ToString().TrimEnd('\n'));
                }
            }

            Text = writer.ToString();
        }

        /// <summary>The struct's text, with a hole for its name.</summary>
        public string Text { get; }

        /// <summary>The arguments of its constructor.</summary>
        public IReadOnlyList<string> Arguments => _arguments;

        /// <summary>How often the text of each value would stand in the formulas of its users.</summary>
        private static Dictionary<Node, int> CountUses(Map map)
        {
            Dictionary<Node, int> uses = [];
            foreach (Node user in map.Body)
            {
                for (int place = 0; place < user.Inputs.Count; place++)
                {
                    Node input = StoredValues.Root(user.Inputs[place]);
                    uses.TryGetValue(input, out int before);
                    uses[input] = before + (user.Operation is ElementwiseOperation { Formula: var formula } ? Holes(formula, place) : 1);
                }
            }

            return uses;
        }

        private static int Holes(string formula, int place)
        {
            string hole = $"{{{Literal.Integer(place)}}}";
            int count = 0;
            for (int at = formula.IndexOf(hole, StringComparison.Ordinal); at >= 0; at = formula.IndexOf(hole, at + hole.Length, StringComparison.Ordinal))
            {
                count++;
            }

            return count;
        }

        private string TextOf(Node node) => node.Operation switch
        {
            Fill fill => Uniform(fill),
            DropoutMask mask => Mask(mask),
            NormalNumbers noise => $"V.Normal({Field("RandomKey", "random", "key")}, {Literal.Integer(noise.Stream)}u, index)",
            Positions positions => $"Positions.Along<V>(index, {Whole("inner", positions.Inner)}, {Whole("size", positions.Shape[positions.Axis])})",
            ElementwiseOperation operation => string.Format(
                CultureInfo.InvariantCulture, operation.Formula, [.. StoredValues.Inputs(node).Select(input => Operand(operation, input))]),
            _ => throw new InvalidOperationException($"{node} is not element-wise."),
        };

        /// <summary>In parentheses where an operator stands within an operator; names, calls and arguments of calls need none.</summary>
        private string Operand(ElementwiseOperation user, Node input)
        {
            string text = _texts[input];
            bool isOperator = input.Operation is ElementwiseOperation { Formula: var formula } && IsOperator(formula) && text.Contains(' ');
            return isOperator && IsOperator(user.Formula) ? $"({text})" : text;
        }

        private static bool IsOperator(string formula) => !formula.StartsWith("V.", StringComparison.Ordinal);

        private string Uniform(Fill fill)
        {
            if (fill.Divisor.IsConstant)
            {
                double value = fill.Value / fill.Divisor.Constant;
                return value == 0 ? "V.Zero" : value == 1 ? "V.One" : $"V.Broadcast({Literal.Float(value)})";
            }

            return $"V.Broadcast({Field("float", "factor", Scale.Of(fill))})";
        }

        private string Mask(DropoutMask mask) =>
            $"V.DropoutMask({Field("RandomKey", "dropout", "key")}, {Literal.Integer(mask.Stream)}u, index, {Literal.Float(mask.Rate)})";

        /// <summary>A size: constant, or a field of the struct.</summary>
        private string Whole(string name, Size size) => size.IsConstant ? Literal.Integer(size.Constant) : Field("int", name, size.ToString());

        private string Field(string type, string name, string argument)
        {
            int known = _arguments.IndexOf(argument);
            if (known >= 0)
            {
                return _fields[known].Substring(type.Length + 1);
            }

            string field = _names.Take(name);
            _fields.Add($"{type} {field}");
            _arguments.Add(argument);
            return field;
        }
    }
}

/// <summary>Uniform factors as float expressions.</summary>
internal static class Scale
{
    public static string Of(Fill fill) => fill.Divisor.IsConstant
        ? Literal.Float(fill.Value / fill.Divisor.Constant)
        : $"{Literal.Float(fill.Value)} / {(fill.Divisor.Terms.Count == 1 && fill.Divisor.Terms[0].Key == fill.Divisor.ToString() ? fill.Divisor.ToString() : $"({fill.Divisor})")}";
}
