import json
import unittest

from tests import events
from tidemark_localstack import protocol

TOKEN = "arn:aws:lambda:us-west-2:123456789012:function:f"


def built_from(event: dict) -> dict:
    return protocol.request(
        event["RequestType"],
        token=TOKEN,
        url=event["ResponseURL"],
        stack_id=event["StackId"],
        request_id=event["RequestId"],
        logical_id=event["LogicalResourceId"],
        resource_type=event["ResourceType"],
        properties=event["ResourceProperties"],
        old_properties=event.get("OldResourceProperties"),
        physical_id=event.get("PhysicalResourceId", "must not be in a Create"),
    )


class RequestTest(unittest.TestCase):
    def test_each_type_is_what_the_documentation_shows_and_the_token(self):
        for event in (events.CREATE, events.UPDATE, events.DELETE):
            with self.subTest(event["RequestType"]):
                self.assertEqual({**event, "ServiceToken": TOKEN}, built_from(event))

    def test_every_scalar_is_a_string(self):
        self.assertEqual({"a": "1", "b": ["true", {"c": "1.5"}], "d": "x"}, protocol.as_sent({"a": 1, "b": [True, {"c": 1.5}], "d": "x"}))

    def test_the_timeout_is_that_of_the_resource(self):
        self.assertEqual(3600, protocol.timeout_seconds({}))
        self.assertEqual(960, protocol.timeout_seconds({"ServiceTimeout": "960"}))
        for wrong in ("0", "3601"):
            with self.assertRaisesRegex(protocol.Failed, "between 1 and 3600"):
                protocol.timeout_seconds({"ServiceTimeout": wrong})


class AnswerTest(unittest.TestCase):
    def judge(self, **changes):
        answer = {k: events.UPDATE[k] for k in ("StackId", "RequestId", "LogicalResourceId")}
        answer |= {"Status": "SUCCESS", "PhysicalResourceId": "id", "Data": {"k": "v"}} | changes
        body = json.dumps({k: v for k, v in answer.items() if v is not None}).encode()
        return protocol.judge(body, events.UPDATE)

    def refused(self, expected, **changes):
        with self.assertRaisesRegex(protocol.Failed, expected) as caught:
            self.judge(**changes)
        return caught.exception

    def test_a_success(self):
        self.assertEqual({"k": "v"}, self.judge()["Data"])
        self.judge(Data=None)

    def test_a_failure_carries_reason_and_id(self):
        failure = self.refused("Message returned: TDM-123 no", Status="FAILED", Reason="TDM-123 no")
        self.assertEqual("id", failure.physical_id)

    def test_what_cloudformation_does_not_accept(self):
        self.refused("FAILED without a Reason", Status="FAILED")
        self.refused("Status is 'Success'", Status="Success")
        self.refused("Invalid PhysicalResourceId", PhysicalResourceId=None)
        self.refused("longer than 1 KB", PhysicalResourceId="x" * 1025)
        self.refused("RequestId is not that of the request", RequestId="another")
        self.refused("StackId is not that of the request", StackId=None)
        self.refused("Data is no object", Data="text")
        with self.assertRaisesRegex(protocol.Failed, "no JSON"):
            protocol.judge(b"moin", events.UPDATE)
        with self.assertRaisesRegex(protocol.Failed, "no JSON object"):
            protocol.judge(b"[]", events.UPDATE)

    def test_an_answer_of_4096_bytes_and_no_more(self):
        spare = protocol.MAX_ANSWER_BYTES - len(json.dumps(self.judge(Data={"p": ""})).encode())
        self.judge(Data={"p": "x" * spare})
        self.refused("too long: 4097 bytes", Data={"p": "x" * (spare + 1)})


if __name__ == "__main__":
    unittest.main()
