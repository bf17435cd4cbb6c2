"""LocalStack's Lambda service imports warnings.deprecated, which Python has from 3.13; typing_extensions has the same for 3.12."""
import warnings

if not hasattr(warnings, "deprecated"):
    import typing_extensions

    warnings.deprecated = typing_extensions.deprecated
