"""The parameters of PyTorch's layers under the names that they have in C#, as views in the layout that they have there."""


def dense(name, layer):
    yield f"{name}.Kernel", layer.weight.t()
    if layer.bias is not None:
        yield f"{name}.Bias", layer.bias


def kernel(name, layer):
    yield f"{name}.Kernel", layer.weight
    if layer.bias is not None:
        yield f"{name}.Bias", layer.bias


def norm(name, layer):
    yield f"{name}.Gain", layer.weight
    yield f"{name}.Bias", layer.bias


def recurrent(name, layer):
    for number in range(layer.num_layers):
        for side, suffix in [("", ""), ("Backward", "_reverse")][:2 if layer.bidirectional else 1]:
            end = "" if number == 0 else str(number + 1)
            yield f"{name}.{side}InputKernel{end}", getattr(layer, f"weight_ih_l{number}{suffix}").t()
            yield f"{name}.{side}StateKernel{end}", getattr(layer, f"weight_hh_l{number}{suffix}").t()
            yield f"{name}.{side}InputBias{end}", getattr(layer, f"bias_ih_l{number}{suffix}")
            yield f"{name}.{side}StateBias{end}", getattr(layer, f"bias_hh_l{number}{suffix}")


def transformer(name, layer):
    attention, size = layer.self_attn, layer.self_attn.embed_dim
    for i, role in enumerate(["Query", "Key", "Value"]):
        yield f"{name}.{role}", attention.in_proj_weight[i * size:(i + 1) * size].t()
        yield f"{name}.{role}Bias", attention.in_proj_bias[i * size:(i + 1) * size]
    for role, linear in [("Output", attention.out_proj), ("Hidden", layer.linear1), ("Projection", layer.linear2)]:
        yield f"{name}.{role}", linear.weight.t()
        yield f"{name}.{role}Bias", linear.bias
    for role, normal in [("Attention", layer.norm1), ("Network", layer.norm2)]:
        yield f"{name}.{role}Gain", normal.weight
        yield f"{name}.{role}Offset", normal.bias
