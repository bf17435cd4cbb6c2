"""The requests that AWS's user guide shows for each type (Custom resource request and response reference), values as there."""

CREATE = {
    "RequestType": "Create",
    "RequestId": "unique id for this create request",
    "ResponseURL": "pre-signed-url-for-create-response",
    "ResourceType": "Custom::MyCustomResourceType",
    "LogicalResourceId": "name of resource in template",
    "StackId": "arn:aws:cloudformation:us-west-2:123456789012:stack/mystack/5b918d10-cd98-11ea-90d5-0a9cd3354c10",
    "ResourceProperties": {"key1": "string", "key2": ["list"], "key3": {"key4": "map"}},
}

UPDATE = {
    "RequestType": "Update",
    "RequestId": "unique id for this update request",
    "ResponseURL": "pre-signed-url-for-update-response",
    "ResourceType": "Custom::MyCustomResourceType",
    "LogicalResourceId": "name of resource in template",
    "StackId": "arn:aws:cloudformation:us-west-2:123456789012:stack/mystack/5b918d10-cd98-11ea-90d5-0a9cd3354c10",
    "PhysicalResourceId": "custom resource provider-defined physical id",
    "ResourceProperties": {"key1": "new-string", "key2": ["new-list"], "key3": {"key4": "new-map"}},
    "OldResourceProperties": {"key1": "string", "key2": ["list"], "key3": {"key4": "map"}},
}

DELETE = {
    "RequestType": "Delete",
    "RequestId": "unique id for this delete request",
    "ResponseURL": "pre-signed-url-for-delete-response",
    "ResourceType": "Custom::MyCustomResourceType",
    "LogicalResourceId": "name of resource in template",
    "StackId": "arn:aws:cloudformation:us-west-2:123456789012:stack/mystack/5b918d10-cd98-11ea-90d5-0a9cd3354c10",
    "PhysicalResourceId": "custom resource provider-defined physical id",
    "ResourceProperties": {"key1": "string", "key2": ["list"], "key3": {"key4": "map"}},
}
