"""AWS::CloudFormation::CustomResource and Custom::*: calls the function and waits for what it PUTs to the pre-signed URL. Without it LocalStack reports
success and calls nothing. Not modelled: NoEcho, and the Update with the old properties that CloudFormation sends while it rolls back."""
import json
import threading
import time
import uuid
from concurrent.futures import Future
from functools import cache

import boto3
from botocore.config import Config
from localstack import config
from localstack.services.cloudformation.resource_provider import (
    CloudFormationResourceProviderPlugin,
    OperationStatus,
    ProgressEvent,
    ResourceProvider,
)

from tidemark_localstack import protocol

TYPE = "AWS::CloudFormation::CustomResource"
# Beside the answer's Data, which Fn::GetAtt reads, the stack keeps under these what the next event needs.
_ID, _SENT = "PhysicalResourceId", "TidemarkSent"
_POLL_SECONDS = 0.1


class CustomResourcePlugin(CloudFormationResourceProviderPlugin):
    name = TYPE

    def __init__(self):
        self.factory = None

    def load(self):
        self.factory = CustomResourceProvider


class CustomResourceProvider(ResourceProvider):
    TYPE = TYPE
    SCHEMA = {
        "typeName": TYPE,
        "properties": {"ServiceToken": {"type": "string"}, _ID: {"type": "string"}},
        "required": ["ServiceToken"],
        "primaryIdentifier": [f"/properties/{_ID}"],
        "readOnlyProperties": [f"/properties/{_ID}"],
    }

    def create(self, request) -> ProgressEvent:
        sent = declared(request.desired_state)
        try:
            answer = _call(request, "Create", sent)
        except protocol.Failed as e:
            return _failed(e, {_ID: e.physical_id or f"{request.stack_name}-{request.logical_resource_id}-FAILED", _SENT: sent})
        return _done(answer, sent)

    def update(self, request) -> ProgressEvent:
        before = request.previous_state or {}
        old, sent = before.get(_SENT) or declared(before), declared(request.desired_state)
        try:
            answer = _call(request, "Update", sent, old, before.get(_ID))
            if answer["PhysicalResourceId"] != before.get(_ID):
                # A replacement, as CloudFormation takes it: the old one is deleted when the update is through.
                _call(request, "Delete", old, physical_id=before.get(_ID))
        except protocol.Failed as e:
            return _failed(e, before)
        return _done(answer, sent)

    def delete(self, request) -> ProgressEvent:
        before = request.previous_state or request.desired_state or {}
        try:
            _call(request, "Delete", before.get(_SENT) or declared(before), physical_id=before.get(_ID))
        except protocol.Failed as e:
            return _failed(e, before)
        return ProgressEvent(status=OperationStatus.SUCCESS, resource_model={})

    def read(self, request) -> ProgressEvent:
        return ProgressEvent(status=OperationStatus.SUCCESS, resource_model=request.desired_state)


def declared(state: dict) -> dict:
    return {k: v for k, v in (state or {}).items() if k not in (_ID, _SENT)}


def _done(answer: dict, sent: dict) -> ProgressEvent:
    model = {**sent, **(answer.get("Data") or {}), _ID: answer["PhysicalResourceId"], _SENT: sent}
    return ProgressEvent(status=OperationStatus.SUCCESS, resource_model=model)


def _failed(failure: protocol.Failed, model: dict) -> ProgressEvent:
    return ProgressEvent(status=OperationStatus.FAILED, resource_model=model, message=str(failure))


def _call(request, kind: str, properties: dict, old: dict | None = None, physical_id: str | None = None) -> dict:
    token = properties.get("ServiceToken", "")
    if ":lambda:" not in token:
        raise protocol.Failed(f"the ServiceToken {token!r} is no Lambda function; topics are not supported by this provider")
    seconds = protocol.timeout_seconds(properties)
    s3, bucket, request_id = _s3(request.region_name), f"cloudformation-custom-resource-response-{request.region_name}", str(uuid.uuid4())
    key = f"{request.stack_name}/{request.logical_resource_id}/{request_id}"
    s3.create_bucket(Bucket=bucket, **_location(request.region_name))
    event = protocol.request(
        kind,
        token=token,
        # As CloudFormation signs it: the PUT must carry an empty Content-Type.
        url=s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": key, "ContentType": ""}, ExpiresIn=7200),
        stack_id=request.stack_id,
        request_id=request_id,
        logical_id=request.logical_resource_id,
        resource_type=request.resource_type,
        properties=properties,
        old_properties=old,
        physical_id=physical_id,
    )
    return protocol.judge(_await(s3, bucket, key, seconds, _invoke(token, event, request.region_name)), event)


def _invoke(token: str, event: dict, region: str) -> Future:
    """Calls the function on a thread of its own and waits for nothing. CloudFormation's call is asynchronous; LocalStack loses some of those: for 2 s after an
    update of a function a poller of its former version still takes events from the queue, and drops them."""
    called: Future = Future()
    client = _lambda(region)

    def call():
        try:
            called.set_result(client.invoke(FunctionName=token, Payload=json.dumps(event).encode()))
        except Exception as e:
            called.set_exception(e)

    threading.Thread(target=call, daemon=True).start()
    return called


def _await(s3, bucket: str, key: str, seconds: int, called: Future) -> bytes:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if called.done() and called.exception() is not None:
            raise protocol.Failed(f"the function cannot be invoked: {called.exception()}")
        try:
            body = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
            s3.delete_object(Bucket=bucket, Key=key)
            return body
        except s3.exceptions.NoSuchKey:
            time.sleep(_POLL_SECONDS)
    raise protocol.Failed("CloudFormation did not receive a response from your Custom Resource. "
                          f"(waited {seconds} s)")


@cache
def _lambda(region: str):
    return _client("lambda", region, Config(read_timeout=920, retries={"max_attempts": 0}))


@cache
def _s3(region: str):
    return _client("s3", region, Config(s3={"addressing_style": "path"}, signature_version="s3v4"))


def _client(service: str, region: str, settings: Config):
    # These keys, and not the internal client's: what it signs, LocalStack refuses.
    return boto3.client(
        service,
        endpoint_url=f"http://127.0.0.1:{config.GATEWAY_LISTEN[0].port}",
        region_name=region,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=settings,
    )


def _location(region: str) -> dict:
    return {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
