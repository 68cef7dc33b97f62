module Digits.FSharp.Program

open System.Globalization
open Adjoint
open Digits
open Digits.FSharp

CultureInfo.CurrentCulture <- CultureInfo.InvariantCulture

let digits = DigitFile.ReadBundled() |> DigitSplit.Of
let validation = Option.ofObj digits.Validation

// What F# declares itself.
Traced.run digits.Train

// The settings of the C# sample, which says how they were chosen.
let options =
    FitOptions(Epochs = 40, Optimizer = Adam 8e-3f, Schedule = Schedule.Cosine(warmup = 0.05f), Seed = 7)

printfn $"{Model.description<DigitNet> ()}"

let net =
    DigitNet.Create 7
    |> Model.fit options digits.Train validation

let says (logits: float32 array) = logits |> Array.findIndex ((=) (Array.max logits))

let readings =
    net
    |> Model.predict (digits.Test.Inputs.ToArray())
    |> Array.map says
    |> Array.zip (digits.Test.Labels.ToArray())

let mistakes = readings |> Array.filter (fun (label, reading) -> label <> reading)

printfn $"{mistakes.Length} of {readings.Length} test digits are misread:"

for (label, reading), times in mistakes |> Array.countBy id |> Array.sortByDescending snd do
    printfn $"    {label} as {reading}: {times}"

match net |> Model.accuracy digits.Test with
| Some accuracy -> printfn $"test accuracy %.3f{accuracy}"
| None -> printfn "the model does not classify"
