/// Models that no C# project compiles: they are traced when the program runs, and trained by the interpreter.
module Digits.FSharp.Traced

open System
open Adjoint

/// The functions of a traced model that stand in a pipe, as those of compiled models do in Model.
[<RequireQualifiedAccess>]
module TracedModel =

    let fit (options: FitOptions) (train: Dataset) (validation: Dataset option) (model: TracedModel) =
        model.Fit(train, Option.toObj validation, options)

    let accuracy (data: Dataset) (model: TracedModel) = model.Evaluate(data).Accuracy |> Option.ofNullable

/// A record with the attributes of a C# model. Its parts are chained in order.
[<Model(Input = "1, 8, 8", Loss = Loss.CrossEntropy)>]
type TinyDigits =
    { [<MaxPool(2); Flatten; Dense(16); Tanh>]
      Hidden: Layer
      [<Dense(10)>]
      Logits: Layer }

/// Parts, wired by a method: what a part adds is learned on top of what comes in.
[<Model(Input = "2", Loss = Loss.CrossEntropy)>]
type Residual =
    { [<Dense(12); Tanh>]
      Lift: Layer
      [<Dense(12); Tanh>]
      Change: Layer
      [<Weight("12", Init = Init.Constant)>]
      Gain: Expr
      [<Dense(2)>]
      Read: Layer }

    member net.Forward(point: Expr) =
        let lifted = net.Lift.Invoke point
        lifted + net.Gain * net.Change.Invoke lifted |> net.Read.Invoke

/// A function over expressions, whose weights have names: a layer of waves, then a linear one.
let waves (weights: Weights) (point: Expr) =
    let layer name inputs outputs x =
        let scope = weights.Scope name
        Ops.Dense(x, scope.Weight("Kernel", $"{inputs}, {outputs}", Init.Uniform, 2.0f / sqrt (float32 inputs)), scope.Zeros("Bias", $"{outputs}"))

    point |> layer "First" 2 16 |> Ops.Sin |> layer "Second" 16 2

/// Two arms of a spiral, whose points are classified by the arm that they lie on.
let spiral count =
    let points =
        [| for i in 0 .. count - 1 do
               let arm = i % 2
               let radius = 0.1f + 0.9f * float32 i / float32 count
               let angle = 5.0f * radius + float32 Math.PI * float32 arm
               yield arm, [| radius * MathF.Cos angle; radius * MathF.Sin angle |] |]

    Dataset.WithLabels(ReadOnlySpan(Array.collect snd points), ReadOnlySpan(Array.map fst points), 2)

let private tell name accuracy =
    match accuracy with
    | Some share -> printfn $"%-28s{name} accuracy %.3f{share}"
    | None -> printfn $"%-28s{name} does not classify"

/// Trains all three.
let run (digits: Dataset) =
    let options epochs rate = FitOptions(Epochs = epochs, Optimizer = Adam rate, BatchSize = 16, Seed = 3)
    let points = spiral 160

    let residual = TracedModel.Of<Residual> 3 |> TracedModel.fit (options 60 2e-2f) points None
    printfn $"traced record   {residual}"
    residual |> TracedModel.accuracy points |> tell "  a spiral of two arms:"

    let waved = TracedModel.Of("2", Loss.CrossEntropy, waves, seed = 3, name = "Waves") |> TracedModel.fit (options 60 2e-2f) points None
    printfn $"traced function {waved}"
    waved |> TracedModel.accuracy points |> tell "  a spiral of two arms:"

    let struct (some, _) = digits.SplitAt 300
    let struct (train, test) = some.SplitEvery 4
    let tiny = TracedModel.Of<TinyDigits> 3 |> TracedModel.fit (options 20 2e-2f) train (Some test)
    printfn $"traced record   {tiny}"
    tiny |> TracedModel.accuracy test |> tell "  225 digits, on 75 others:"
