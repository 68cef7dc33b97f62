namespace Adjoint.Kernels;

/// <summary>A sum to be made: where to, by which factor, and of what.</summary>
internal readonly ref struct SumOf<TOp>(Span<float> result, float scale, TOp op)
    where TOp : struct, IRowMap
{
    public Span<float> Result { get; } = result;

    public float Scale => scale;

    public TOp Op => op;
}

/// <summary>One sum, or two, of up to four operands: checks them, and cuts the work into blocks.</summary>
internal readonly unsafe ref struct OperandSums<TFirst, TSecond>(Operand a, Operand b, Operand c, Operand d, SumOf<TFirst> first, SumOf<TSecond> second)
    where TFirst : struct, IRowMap
    where TSecond : struct, IRowMap
{
    private readonly Operand _a = a;
    private readonly Operand _b = b;
    private readonly Operand _c = c;
    private readonly Operand _d = d;
    private readonly SumOf<TFirst> _first = first;
    private readonly SumOf<TSecond> _second = second;

    /// <summary>Whether an operand has fewer values than there are elements.</summary>
    public bool IsRepeated => _a.Each + _b.Each + _c.Each + _d.Each > 0;

    private static int Count => TFirst.Count;

    private static bool IsPair => TSecond.Count > 0;

    /// <summary>Sees to it that all lengths fit, and no result is an operand.</summary>
    /// <exception cref="ArgumentException">They don't, or it is.</exception>
    public void Check(long inputLength, long resultLength, int inner)
    {
        Require.Length(_first.Result, resultLength, "result");
        if (IsPair)
        {
            Require.Length(_second.Result, resultLength, "second");
        }

        Check(_a, 0, inputLength, inner, "a");
        Check(_b, 1, inputLength, inner, "b");
        Check(_c, 2, inputLength, inner, "c");
        Check(_d, 3, inputLength, inner, "d");
    }

    /// <summary>result[m] = scale · Σₒᵢ op(a[o, m, i] …).</summary>
    public void AlongRows(Threads threads, int outer, int middle, int inner)
    {
        RowSumPlan plan = RowSumPlan.For(outer, middle, inner);
        long cost = 2L * Math.Max(2, Count) * outer * middle * inner;
        fixed (float* aStart = _a.Values)
        fixed (float* bStart = _b.Values)
        fixed (float* cStart = _c.Values)
        fixed (float* dStart = _d.Values)
        fixed (float* firstStart = _first.Result)
        fixed (float* secondStart = _second.Result)
        {
            (SumTarget<TFirst> s, SumTarget<TSecond> t) = Targets(firstStart, secondStart, plan.Parts, middle);
            bool isSimple = !IsPair && Count <= 2 && !IsRepeated;
            if (isSimple && outer == 1 && ShortRowSumJob<TFirst>.Suits(inner, threads.Lanes))
            {
                ShortRowSumJob<TFirst> job = new(aStart, bStart, s, middle, inner);
                threads.Run(ref job, job.BlockCount, cost);
            }
            else if (isSimple)
            {
                RowSumJob<TFirst> job = new(aStart, bStart, s, plan);
                threads.Run(ref job, plan.BlockCount, cost);
            }
            else
            {
                RowOperands operands = new(Repeats.Of(aStart, _a), Repeats.Of(bStart, _b), Repeats.Of(cStart, _c), Repeats.Of(dStart, _d));
                OperandSumJob<TFirst, TSecond> job = new(operands, plan, s, t);
                threads.Run(ref job, plan.BlockCount, cost);
            }

            AddParts(threads, s, t, plan.Parts, firstStart, secondStart);
        }
    }

    /// <summary>result[g, j] = scale · Σᵣ op(a[g, r, j] …), of operands that are not repeated.</summary>
    public void DownColumns(Threads threads, int groups, int rows, int columns)
    {
        ColumnSumPlan plan = ColumnSumPlan.For(groups, rows, columns);
        fixed (float* aStart = _a.Values)
        fixed (float* bStart = _b.Values)
        fixed (float* cStart = _c.Values)
        fixed (float* dStart = _d.Values)
        fixed (float* firstStart = _first.Result)
        fixed (float* secondStart = _second.Result)
        {
            (SumTarget<TFirst> s, SumTarget<TSecond> t) = Targets(firstStart, secondStart, plan.Parts, _first.Result.Length);
            ColumnSumJob<TFirst, TSecond> job = new(aStart, bStart, cStart, dStart, plan, s, t);
            threads.Run(ref job, plan.BlockCount, 2L * Math.Max(2, Count) * _a.Values.Length);
            AddParts(threads, s, t, plan.Parts, firstStart, secondStart);
        }
    }

    private void Check(Operand input, int place, long length, int inner, string name)
    {
        if (place >= Count)
        {
            return;
        }

        Require.Apart(input.Values, _first.Result, name);
        Require.Apart(input.Values, _second.Result, name);
        if (input.Each == 0)
        {
            Require.Length(input.Values, length, name);
            return;
        }

        Require.Multiple(length, input.Values.Length, input.Each, name);
        Require.WholeRows(input.Each == 1 ? input.Values.Length : input.Each, inner, name);
    }

    /// <summary>The results themselves, or one after the other room for all parts of one result and then of the other.</summary>
    private (SumTarget<TFirst> First, SumTarget<TSecond> Second) Targets(float* firstStart, float* secondStart, int parts, int length)
    {
        if (parts == 1)
        {
            return (new SumTarget<TFirst>(firstStart, _first.Scale, _first.Op), new SumTarget<TSecond>(secondStart, _second.Scale, _second.Op));
        }

        float* scratch = Scratch.ForJob((IsPair ? 2L : 1L) * parts * length);
        return (new SumTarget<TFirst>(scratch, 1, _first.Op), new SumTarget<TSecond>(scratch + ((nint)parts * length), 1, _second.Op));
    }

    private void AddParts(Threads threads, SumTarget<TFirst> s, SumTarget<TSecond> t, int parts, float* firstStart, float* secondStart)
    {
        if (parts == 1)
        {
            return;
        }

        Parts.Sum(threads, s.Result, parts, _first.Result.Length, _first.Scale, firstStart);
        if (IsPair)
        {
            Parts.Sum(threads, t.Result, parts, _second.Result.Length, _second.Scale, secondStart);
        }
    }
}
