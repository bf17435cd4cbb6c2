"""CloudFormation's side of the custom resource protocol, as its documentation describes it: what is sent, and how an answer is judged. Pure functions.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
"""
import json

MAX_ANSWER_BYTES = 4096
MAX_PHYSICAL_ID_BYTES = 1024
DEFAULT_TIMEOUT_SECONDS = 3600


class Failed(Exception):
    """The operation fails; the text is the event's reason. physical_id: what the answer named, if it did."""

    def __init__(self, reason: str, physical_id: str | None = None):
        super().__init__(reason)
        self.physical_id = physical_id


def as_sent(value):
    """Every scalar arrives as a string."""
    if isinstance(value, dict):
        return {k: as_sent(v) for k, v in value.items()}
    if isinstance(value, list):
        return [as_sent(v) for v in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)


def request(kind: str, *, token: str, url: str, stack_id: str, request_id: str, logical_id: str, resource_type: str,
            properties: dict, old_properties: dict | None = None, physical_id: str | None = None) -> dict:
    """The event: Create has no physical id, only Update has old properties."""
    event = {
        "RequestType": kind,
        "ServiceToken": token,
        "ResponseURL": url,
        "StackId": stack_id,
        "RequestId": request_id,
        "LogicalResourceId": logical_id,
        "ResourceType": resource_type,
        "ResourceProperties": as_sent(properties),
    }
    if kind != "Create":
        event["PhysicalResourceId"] = physical_id
    if kind == "Update":
        event["OldResourceProperties"] = as_sent(old_properties or {})
    return event


def timeout_seconds(properties: dict) -> int:
    seconds = int(properties.get("ServiceTimeout", DEFAULT_TIMEOUT_SECONDS))
    if not 1 <= seconds <= 3600:
        raise Failed(f"ServiceTimeout must be between 1 and 3600, not {seconds}")
    return seconds


def judge(body: bytes, event: dict) -> dict:
    """The answer as a dict where it is a success.

    Raises Failed: for an answer that says so, one that is too long, no JSON object, names another request, or lacks what is compulsory.
    """
    if len(body) > MAX_ANSWER_BYTES:
        raise Failed(f"Response object is too long: {len(body)} bytes, {MAX_ANSWER_BYTES} are allowed")
    try:
        answer = json.loads(body)
    except ValueError:
        raise Failed("Invalid response: the answer is no JSON") from None
    if not isinstance(answer, dict):
        raise Failed("Invalid response: the answer is no JSON object")
    for field in ("StackId", "RequestId", "LogicalResourceId"):
        if answer.get(field) != event[field]:
            raise Failed(f"Invalid response: {field} is not that of the request")
    physical_id = _physical_id(answer)
    status = answer.get("Status")
    if status == "FAILED":
        if not answer.get("Reason"):
            raise Failed("Invalid response: FAILED without a Reason", physical_id)
        raise Failed(
            f"Received response status [FAILED] from custom resource. Message returned: {answer['Reason']} (RequestId: {event['RequestId']})",
            physical_id,
        )
    if status != "SUCCESS":
        raise Failed(f"Invalid response: Status is {status!r}, not SUCCESS or FAILED", physical_id)
    if not isinstance(answer.get("Data", {}), dict):
        raise Failed("Invalid response: Data is no object", physical_id)
    return answer


def _physical_id(answer: dict) -> str:
    physical_id = answer.get("PhysicalResourceId")
    if not isinstance(physical_id, str) or not physical_id:
        raise Failed("Invalid PhysicalResourceId")
    if len(physical_id.encode()) > MAX_PHYSICAL_ID_BYTES:
        raise Failed("Invalid PhysicalResourceId: longer than 1 KB")
    return physical_id
