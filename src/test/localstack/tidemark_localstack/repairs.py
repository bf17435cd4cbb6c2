"""Makes LocalStack 4.14.0 take what CloudFormation takes. It would else
- follow circles of references that are there only until SAM's transform has run (an alarm of a function that the function's own deployment watches);
- resolve references before that transform, in search of Fn::Transform, though only its output has Function.Version;
- replace an alias, by one of the same name, when its function changes, since a reference to what changes counts as a change;
- leave an alias at its old version."""
from localstack.runtime import hooks

ALIAS = "AWS::Lambda::Alias"


@hooks.on_infra_start()
def repair_cloudformation():
    from localstack.services.cloudformation.engine.v2.change_set_model import ChangeSetModel
    from localstack.services.cloudformation.engine.v2.change_set_model_transform import ChangeSetModelTransform
    from localstack.services.lambda_.resource_providers.lambda_alias import LambdaAliasProvider

    ChangeSetModel._resolve_intrinsic_function_ref = not_in_circles(ChangeSetModel._resolve_intrinsic_function_ref)
    ChangeSetModel._resolve_requires_replacement = but_of_aliases(ChangeSetModel._resolve_requires_replacement)
    ChangeSetModelTransform._execute_local_transforms = where_there_are_some(ChangeSetModelTransform._execute_local_transforms)
    LambdaAliasProvider.update = update_alias


def not_in_circles(follow):
    def guarded(self, arguments):
        following = self.__dict__.setdefault("_tidemark_following", [])
        name = getattr(arguments, "value", None)
        if name in following:
            return arguments.change_type
        following.append(name)
        try:
            return follow(self, arguments)
        finally:
            following.pop()

    return guarded


def but_of_aliases(decide):
    def guarded(self, node_properties, resource_type):
        return resource_type.value != ALIAS and decide(self, node_properties, resource_type)

    return guarded


def where_there_are_some(search):
    def guarded(self):
        if mentions(self._before_template, "Fn::Transform") or mentions(self._after_template, "Fn::Transform"):
            search(self)

    return guarded


def mentions(part, key: str) -> bool:
    if isinstance(part, dict):
        return key in part or any(mentions(value, key) for value in part.values())
    return isinstance(part, list) and any(mentions(value, key) for value in part)


def update_alias(self, request):
    from localstack.services.cloudformation.resource_provider import OperationStatus, ProgressEvent

    wanted = {k: v for k, v in request.desired_state.items() if k in ("FunctionName", "Name", "FunctionVersion", "Description")}
    answer = request.aws_client_factory.lambda_.update_alias(**wanted)
    return ProgressEvent(status=OperationStatus.SUCCESS, resource_model={**request.desired_state, "Id": answer["AliasArn"]})
