using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Plan;

/// <summary>
/// Finds the buffers of a program and when each is used. Time passes with every kernel; a loop has a moment before and one behind
/// its steps, and the kernels of a step have moments in between. What lives across steps lives from the loop's first moment to its last.
/// </summary>
internal sealed class BufferCollector
{
    private readonly List<Buffer> _buffers = [];
    private readonly Dictionary<Node, Buffer> _bufferOf = [];

    public IReadOnlyList<Buffer> Buffers => _buffers;

    public IReadOnlyDictionary<Node, Buffer> BufferOf => _bufferOf;

    /// <summary>How many moments a kernel takes.</summary>
    public static int Moments(Kernel kernel) => kernel is LoopKernel loop ? 2 + loop.Once.Sum(Moments) + loop.Steps.Sum(Moments) : 1;

    /// <summary>Adds the buffers of kernels that run one after the other.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="kept">The values that are read behind the last kernel.</param>
    /// <param name="hasPlace">Whether a value is computed in memory that is there already.</param>
    /// <param name="start">The moment of the first kernel.</param>
    public void Add(IReadOnlyList<Kernel> kernels, IEnumerable<Node> kept, Func<Node, bool> hasPlace, int start)
    {
        Dictionary<Node, int> last = LastReads(kernels, kept, start);
        int moment = start;
        for (int i = 0; i < kernels.Count; i++)
        {
            Kernel kernel = kernels[i];
            int end = moment + Moments(kernel) - 1;
            bool first = true;
            foreach (Node value in kernel.Writes)
            {
                if (!hasPlace(value))
                {
                    Node? dying = first ? kernel.Reads.FirstOrDefault(read => CanTakeOver(kernel, value, read, moment, isBrief: IsBrief(value, i))) : null;
                    Buffer buffer = dying is null ? NewBuffer(value, moment) : _bufferOf[dying];
                    buffer.Last = Math.Max(buffer.Last, last.TryGetValue(value, out int read) ? read : end);
                    _bufferOf[value] = buffer;
                    buffer.Add(value, moment);
                }

                first = false;
            }

            if (kernel is LoopKernel loop)
            {
                AddLoop(loop, moment, end);
            }

            moment = end + 1;
        }

        // A short value that takes the place of a long one holds all of it: no longer than until the next kernel has read it, which needs no memory of its own.
        bool IsBrief(Node value, int index) =>
            index + 1 < kernels.Count
            && kernels[index + 1] is not LoopKernel
            && kernels[index + 1].Writes.All(hasPlace)
            && last.TryGetValue(value, out int read) && read == moment + 1;
    }

    private void AddLoop(LoopKernel loop, int start, int end)
    {
        foreach (LoopState state in loop.States)
        {
            if (state.Final is null)
            {
                Buffer own = NewBuffer(state.Argument, start);
                own.Add(state.Argument, start);
                own.Last = end;
                _bufferOf.Add(state.Argument, own);
            }
        }

        // What is computed once stays for every step.
        int first = start + 1 + loop.Once.Sum(Moments);
        Dictionary<Node, int> last = LastReads(loop.Steps, loop.Kept, first);
        Node[] constants = [.. loop.Once.SelectMany(static kernel => kernel.Writes).Where(last.ContainsKey)];
        Add(loop.Once, constants, static _ => false, start + 1);
        foreach (Node constant in constants)
        {
            _bufferOf[constant].Last = end;
        }

        // What a step copies may be overwritten in the step: the next one copies it again.
        foreach (Node copied in loop.Copied)
        {
            Buffer own = NewBuffer(copied, start);
            own.Add(copied, start);
            own.Last = last.TryGetValue(copied, out int read) ? read : start;
            _bufferOf.Add(copied, own);
        }

        Add(loop.Steps, loop.Kept, loop.HasPlace, first);
    }

    private Buffer NewBuffer(Node value, int moment)
    {
        Buffer buffer = new(value.Shape.Count, moment);
        _buffers.Add(buffer);
        return buffer;
    }

    private bool CanTakeOver(Kernel kernel, Node value, Node read, int moment, bool isBrief) =>
        kernel.MayOverwrite(read)
        && _bufferOf.TryGetValue(read, out Buffer? buffer)
        && buffer.Last == moment
        && (buffer.Length == value.Shape.Count || (kernel.Shrinks && isBrief));

    private static Dictionary<Node, int> LastReads(IReadOnlyList<Kernel> kernels, IEnumerable<Node> kept, int start)
    {
        Dictionary<Node, int> last = [];
        int end = start - 1;
        foreach (Kernel kernel in kernels)
        {
            end += Moments(kernel);
            foreach (Node read in kernel.Reads)
            {
                last[read] = end;
            }
        }

        foreach (Node value in kept)
        {
            last[value] = end + 1;
        }

        return last;
    }
}

/// <summary>Memory of one or, one after the other, several values.</summary>
/// <param name="length">The number of floats.</param>
/// <param name="first">The first moment at which it is used.</param>
internal sealed class Buffer(Size length, int first)
{
    private readonly List<(Node Value, int Moment)> _values = [];

    public Size Length { get; } = length;

    /// <summary>The values, with the moments at which they are written, in order.</summary>
    public IReadOnlyList<(Node Value, int Moment)> Values => _values;

    public int First { get; } = first;

    public int Last { get; set; } = first;

    public void Add(Node value, int moment) => _values.Add((value, moment));
}
