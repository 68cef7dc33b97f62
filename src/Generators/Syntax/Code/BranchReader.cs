using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Adjoint.Syntax;

/// <summary>Reads conditions and what ends a loop or a method early. A <c>switch</c> becomes conditions one after another.</summary>
internal sealed class BranchReader(CodeReader code)
{
    public CodeSpec If(IConditionalOperation condition) => new ConditionalCode(
        code.Expressions.Read(condition.Condition),
        code.Statements.Block(condition.WhenTrue),
        condition.WhenFalse is null ? null : code.Statements.Block(condition.WhenFalse),
        code.OriginOf(condition));

    public CodeSpec Choose(IConditionalOperation condition) => condition.IsRef || condition.WhenFalse is null
        ? code.Unreadable(condition, "a 'ref' condition", "leave out 'ref'")
        : new ConditionalCode(
            code.Expressions.Read(condition.Condition),
            code.Expressions.Read(condition.WhenTrue),
            code.Expressions.Read(condition.WhenFalse),
            code.OriginOf(condition));

    public CodeSpec Choose(ISwitchExpressionOperation choice)
    {
        if (!choice.IsExhaustive)
        {
            return code.Unreadable(choice, "a 'switch' that leaves out cases", "end it with '_ => …'");
        }

        Subject subject = new(code, choice.Value);
        List<(CodeSpec Condition, CodeSpec Value, int Origin)> arms = [];
        CodeSpec? otherwise = null;
        for (int i = 0; i < choice.Arms.Length; i++)
        {
            ISwitchExpressionArmOperation arm = choice.Arms[i];
            CodeSpec? condition = ConditionOf(arm.Pattern, arm.Guard, subject);
            CodeSpec value = code.Expressions.Read(arm.Value);

            // All cases are covered, so that the last one needs no test.
            if (condition is null || i == choice.Arms.Length - 1)
            {
                otherwise = value;
                break;
            }

            arms.Add((condition, value, code.OriginOf(arm)));
        }

        if (otherwise is null)
        {
            return code.Rejected(choice);
        }

        for (int i = arms.Count - 1; i >= 0; i--)
        {
            otherwise = new ConditionalCode(arms[i].Condition, arms[i].Value, otherwise, arms[i].Origin);
        }

        return otherwise;
    }

    public CodeSpec Switch(ISwitchOperation choice)
    {
        Subject subject = new(code, choice.Value);
        List<(CodeSpec Condition, CodeSpec Body, int Origin)> sections = [];
        CodeSpec? otherwise = null;
        foreach (ISwitchCaseOperation section in choice.Cases)
        {
            int origin = code.OriginOf(section);
            CodeSpec? condition = null;
            bool isDefault = false;
            foreach (ICaseClauseOperation clause in section.Clauses)
            {
                CodeSpec? clauseCondition = ConditionOf(clause, subject);
                isDefault |= clauseCondition is null;
                condition = condition is null || clauseCondition is null
                    ? clauseCondition
                    : new BinaryCode("||", condition, clauseCondition, code.OriginOf(clause));
            }

            CodeSpec body = SectionOf(section);
            if (isDefault)
            {
                otherwise = body;
            }
            else if (condition is not null)
            {
                sections.Add((condition, body, origin));
            }
        }

        for (int i = sections.Count - 1; i >= 0; i--)
        {
            otherwise = new ConditionalCode(sections[i].Condition, sections[i].Body, otherwise, sections[i].Origin);
        }

        return otherwise ?? code.Expressions.Read(choice.Value);
    }

    public CodeSpec Leave(IBranchOperation branch)
    {
        if (branch.BranchKind == BranchKind.GoTo)
        {
            return code.Unreadable(branch, "'goto'", "write a loop or a condition");
        }

        // A break that ends a section of a switch is taken off with the section, so that this one stands in the middle of it.
        return branch.BranchKind == BranchKind.Break && branch.GetCorrespondingOperation() is ISwitchOperation
            ? code.Unreadable(branch, "'break' in the middle of a 'switch'", "let the rest of the section depend on a condition")
            : new LeaveCode(branch.BranchKind == BranchKind.Continue, code.OriginOf(branch));
    }

    // Null for what always holds.
    private CodeSpec? ConditionOf(ICaseClauseOperation clause, Subject subject) => clause switch
    {
        IDefaultCaseClauseOperation => null,
        ISingleValueCaseClauseOperation { Value: var value } => code.Patterns.Equality(subject, value, clause),
        IPatternCaseClauseOperation pattern => ConditionOf(pattern.Pattern, pattern.Guard, subject),
        _ => Constructs.Report(code, clause),
    };

    private CodeSpec? ConditionOf(IPatternOperation pattern, IOperation? guard, Subject subject)
    {
        CodeSpec? matches = pattern is IDiscardPatternOperation ? null : code.Patterns.Test(pattern, subject);
        CodeSpec? holds = guard is null ? null : code.Expressions.Read(guard);
        return matches is null || holds is null ? matches ?? holds : new BinaryCode("&&", matches, holds, code.OriginOf(guard!));
    }

    private CodeSpec SectionOf(ISwitchCaseOperation section)
    {
        List<IOperation> kept = [.. section.Body.Length == 1 && section.Body[0] is IBlockOperation block ? block.Operations : section.Body];
        if (kept.LastOrDefault() is IBranchOperation { BranchKind: BranchKind.Break })
        {
            kept.RemoveAt(kept.Count - 1);
        }

        return code.Statements.Sequence(kept, code.OriginOf(section));
    }
}
