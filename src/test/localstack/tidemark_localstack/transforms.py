"""Before SAM's transform LocalStack follows every reference of a template in search of Fn::Transform. What only SAM's output resolves defeats it: an alarm
of a function that the function's own deployment watches is a circle there, which it follows without end, and Function.Version is a resource that there is
none of yet. Templates without Fn::Transform, which have nothing for that search to find, are spared it."""
from localstack.runtime import hooks


@hooks.on_infra_start()
def search_only_where_there_is_something():
    from localstack.services.cloudformation.engine.v2.change_set_model_transform import ChangeSetModelTransform

    search = ChangeSetModelTransform._execute_local_transforms

    def where_needed(self):
        if mentions(self._before_template, "Fn::Transform") or mentions(self._after_template, "Fn::Transform"):
            search(self)

    ChangeSetModelTransform._execute_local_transforms = where_needed


def mentions(part, key: str) -> bool:
    if isinstance(part, dict):
        return key in part or any(mentions(value, key) for value in part.values())
    return isinstance(part, list) and any(mentions(value, key) for value in part)
