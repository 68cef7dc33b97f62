using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Emit;

/// <summary>Writes the kernels of a program: what each is about, where its results live, its call. A loop has the kernels of its step inside.</summary>
/// <param name="writer">Takes the lines.</param>
/// <param name="program">The program.</param>
/// <param name="names">The names of its values.</param>
/// <param name="statements">Writes the calls.</param>
/// <param name="comments">Says what each is about.</param>
internal sealed class KernelWriter(CodeWriter writer, CompiledProgram program, ProgramNames names, KernelStatement statements, KernelComment comments)
{
    /// <summary>What the place of a declaration begins with, at the end of a comment.</summary>
    public const char MarkerStart = '\u0001';

    /// <summary>The place of a declaration, which is filled in where its file and line are known.</summary>
    public static string Marker(int origin) => $"{MarkerStart.ToString()}{Literal.Integer(origin)}\u0002";

    public void Write(Kernel kernel)
    {
        foreach (Kernel once in kernel is LoopKernel loop ? loop.Once : [])
        {
            Write(once);
        }

        writer.Line();
        WriteParagraph(kernel);
    }

    private void WriteParagraph(Kernel kernel)
    {
        writer.Line($"// {comments.Of(kernel)}   {Marker(kernel.Subject.Origin.SyntaxId)}");
        foreach (Node value in kernel.Writes)
        {
            WriteBuffer(value, kernel);
        }

        switch (kernel)
        {
            case ScanKernel scan:
                WriteScan(scan);
                break;
            case FixedPointKernel point:
                WriteFixedPoint(point);
                break;
            default:
                writer.Lines(statements.Of(kernel));
                break;
        }
    }

    /// <summary>Declares a value's place in the arena; values computed right where the caller wants them have one already.</summary>
    private void WriteBuffer(Node value, Kernel kernel)
    {
        if (program.Plan.Offsets.TryGetValue(value, out Size offset))
        {
            Node? overwritten = kernel.Reads.FirstOrDefault(read => program.Plan.Offsets.TryGetValue(read, out Size other) && other == offset);
            WriteBuffer(value, overwritten is null ? string.Empty : $", in the place of {names[overwritten]}");
        }
    }

    private void WriteBuffer(Node value, string comment)
    {
        string slice = $"arena.Slice({program.Plan.Offsets[value]}, {value.Shape.Count})";
        writer.Line(value.Type.Element == ElementType.Int32
            ? $"Span<int> {names[value]} = MemoryMarshal.Cast<float, int>({slice});   // {value.Shape}{comment}"
            : $"Span<float> {names[value]} = {slice};   // {value.Shape}{comment}");
    }

    private void WriteScan(ScanKernel scan)
    {
        string t = names.Index(scan);
        WriteStart(scan);
        using (writer.Braces(scan.Body.IsReverse
            ? $"for (int {t} = {scan.Body.Length - 1}; {t} >= 0; {t}--)"
            : $"for (int {t} = 0; {t} < {scan.Body.Length}; {t}++)"))
        {
            foreach (LoopItem item in scan.Items)
            {
                WriteItem(item, t);
            }

            foreach ((LoopState state, Node history) in scan.Histories)
            {
                writer.Line($"{names[state.Argument]}.CopyTo({Run(names[history], state.Argument.Shape.Count, t)});");
            }

            foreach (LoopResult result in scan.Stacked.Where(static result => result.IsInPlace))
            {
                writer.Line($"Span<float> {names[result.Value]} = {Run(names[result.Sequence], result.Value.Shape.Count, t)};   // {result.Value.Shape}");
            }

            WriteSteps(scan, isFirst: scan.Items.Count == 0 && scan.Histories.Count == 0 && !scan.Stacked.Any(static result => result.IsInPlace));
            WriteEnd(scan, t);
        }
    }

    private void WriteFixedPoint(FixedPointKernel point)
    {
        string i = names.Index(point);
        LoopState state = point.States[0];
        WriteStart(point);
        using (writer.Braces($"for (int {i} = 0; {i} < {point.Operation.Iterations}; {i}++)"))
        {
            WriteSteps(point, isFirst: true);
            if (point.Steps.Count > 0)
            {
                writer.Line();
            }

            using (writer.Braces($"if (Steps.Advance(threads, {names[state.Next]}, {names[state.Argument]}) <= {Literal.Float(point.Operation.Tolerance)})"))
            {
                writer.Line("break;");
            }
        }
    }

    /// <summary>Writes the kernels of a step; the first lines of a block have no line above them.</summary>
    private void WriteSteps(LoopKernel loop, bool isFirst)
    {
        foreach (Kernel step in loop.Steps)
        {
            if (isFirst && step is not LoopKernel)
            {
                WriteParagraph(step);
            }
            else
            {
                Write(step);
            }

            isFirst = false;
        }
    }

    /// <summary>Gives the states their initial values.</summary>
    private void WriteStart(LoopKernel loop)
    {
        foreach (LoopState state in loop.States)
        {
            if (state.Final is null)
            {
                WriteBuffer(state.Argument, ", from step to step");
            }

            string name = names[state.Argument];
            writer.Line(state.Initial.Operation is not Fill fill ? $"{names[state.Initial]}.CopyTo({name});"
                : fill.Value == 0 ? $"{name}.Clear();"
                : $"{name}.Fill({Scale.Of(fill)});");
        }
    }

    private void WriteItem(LoopItem item, string t)
    {
        if (item.IsRun)
        {
            string type = item.Argument.Type.Element == ElementType.Int32 ? "int" : "float";
            writer.Line($"ReadOnlySpan<{type}> {names[item.Argument]} = {Run(names[item.Sequence], item.Argument.Shape.Count, t)};   // {item.Argument.Shape}");
            return;
        }

        WriteBuffer(item.Argument, string.Empty);
        writer.Line($"Steps.Take(threads, {names[item.Sequence]}, {names[item.Argument]}, {item.Outer}, {item.Length}, {item.Inner}, {t});");
    }

    /// <summary>Keeps what a step gives, then goes on to the next states.</summary>
    private void WriteEnd(ScanKernel scan, string t)
    {
        List<string> lines = [];
        foreach (LoopResult result in scan.Stacked.Where(static result => !result.IsInPlace))
        {
            (string value, string sequence) = (names[StoredValues.Root(result.Value)], names[result.Sequence]);
            lines.Add(result.IsRun
                ? $"{value}.CopyTo({Run(sequence, result.Value.Shape.Count, t)});"
                : $"Steps.Put(threads, {value}, {sequence}, {result.Outer}, {scan.Body.Length}, {result.Inner}, {t});");
        }

        lines.AddRange(scan.States
            .Where(static state => !state.IsInPlace && state.Next != state.Argument)
            .Select(state => $"{names[state.Next]}.CopyTo({names[state.Argument]});"));
        if (lines.Count > 0)
        {
            writer.Line();
            lines.ForEach(writer.Line);
        }
    }

    /// <summary>One step's run of a sequence whose steps lie one behind the other.</summary>
    private static string Run(string sequence, Size length, string t) =>
        length == Size.One ? $"{sequence}.Slice({t}, 1)"
        : $"{sequence}.Slice({t} * {(length.Terms.Count > 1 ? $"({length})" : length.ToString())}, {length})";
}
