namespace Digits.FSharp

open System
open Adjoint

/// Functions over any compiled model, each taking it last, so that they stand in a pipe.
[<RequireQualifiedAccess>]
module Model =

    /// What the build knows about a model: its name, shapes, parameters, memory.
    let description<'Model when 'Model: not struct and 'Model :> IModel<'Model>> () = 'Model.Description

    /// Trains a copy of the model; with validation rows, the best epoch's parameters are kept.
    let fit (options: FitOptions) (train: Dataset) (validation: Dataset option) (model: 'Model when 'Model :> IModel<'Model>) : 'Model =
        Training.Fit(model, train, Option.toObj validation, options)

    /// The loss and the accuracy on rows.
    let evaluate (data: Dataset) (model: 'Model when 'Model :> IModel<'Model>) : Evaluation =
        Training.Evaluate(model, data)

    /// The share of rows that the model classifies rightly; none for a model that does not classify.
    let accuracy (data: Dataset) (model: 'Model when 'Model :> IModel<'Model>) : float32 option =
        (evaluate data model).Accuracy |> Option.ofNullable

    /// The outputs for some inputs: one array for each sample.
    let predict (inputs: float32 array) (model: 'Model when 'Model :> IModel<'Model>) : float32 array array =
        let outputs = Training.Predict(model, ReadOnlySpan inputs)
        outputs |> Array.chunkBySize 'Model.Description.OutputLength
