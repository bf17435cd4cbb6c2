"""Makes LocalStack take SAM templates that CloudFormation takes.

It follows a template's references before SAM's transform has run, and some only SAM's output resolves: an alarm of a function that the function's own
deployment watches is a circle until SAM moves that deployment to the alias, and Function.Version is a resource that there is none of yet. Two repairs:
modelling a template, a reference that is being followed already is not followed again; and the search for Fn::Transform is left out where there is none.
"""
from localstack.runtime import hooks


@hooks.on_infra_start()
def take_sam_templates():
    from localstack.services.cloudformation.engine.v2.change_set_model import ChangeSetModel
    from localstack.services.cloudformation.engine.v2.change_set_model_transform import ChangeSetModelTransform

    ChangeSetModel._resolve_intrinsic_function_ref = not_in_circles(ChangeSetModel._resolve_intrinsic_function_ref)
    ChangeSetModelTransform._execute_local_transforms = where_there_are_some(ChangeSetModelTransform._execute_local_transforms)


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


def where_there_are_some(search):
    def guarded(self):
        if mentions(self._before_template, "Fn::Transform") or mentions(self._after_template, "Fn::Transform"):
            search(self)

    return guarded


def mentions(part, key: str) -> bool:
    if isinstance(part, dict):
        return key in part or any(mentions(value, key) for value in part.values())
    return isinstance(part, list) and any(mentions(value, key) for value in part)
