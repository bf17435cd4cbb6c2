package dev.tidemark.template;

import java.util.List;

/** Mistakes in {@code template.yaml} that neither SAM's validation nor cfn-lint reports. */
final class Mistakes {
    /**
     * One of them.
     *
     * @param replaced a text of the template
     * @param by what stands there instead
     * @param found a part of what is said about it
     */
    record Mistake(String replaced, String by, String found) {}

    private Mistakes() {}

    static List<Mistake> all() {
        return List.of(
                // functions
                new Mistake("Runtime: java25", "Runtime: java99", "no such runtime"),
                new Mistake("Timeout: 20\n", "Timeout: 1200\n", "ends it after 900 s"),
                new Mistake("TIDEMARK_FUNCTION_TIMEOUT: 20s", "TIDEMARK_FUNCTION_TIMEOUT: 30s", "is not its Timeout"),
                new Mistake("TIDEMARK_SSL_MODE", "TIDEMARK_SLL_MODE", "TIDEMARK_SLL_MODE is no setting"),
                new Mistake("JAVA_TOOL_OPTIONS", "AWS_REGION", "reserved variables"),
                new Mistake("AutoPublishAlias: live", "FunctionName: x", "publishes no version"),
                new Mistake(
                        "AutoPublishAliasAllProperties: true",
                        "AutoPublishAliasAllProperties: false",
                        "a change of settings"),
                new Mistake("TidemarkHandler::", "TidemarkHandlr::", "no such handler"),
                new Mistake(
                        "Timeout: 900\n",
                        "Timeout: 900\n      EphemeralStorage: { Size: 2048 }\n",
                        "512 MB of storage"),
                new Mistake(
                        "Timeout: 20\n",
                        "Timeout: 20\n      ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 1 }\n",
                        "SnapStart and provisioned"),
                new Mistake(
                        "FromAotCache: !Equals [!Ref Start, AotCache]",
                        "FromAotCache: !Equals [a, a]",
                        "SnapStart and an AOT cache"),
                new Mistake("Type: !Ref TrafficShifting", "Type: Nope", "no such DeploymentPreference"),
                new Mistake("          - !Ref ColdStartsRefusedAlarm\n", "", "not taken back"),
                new Mistake("RecursiveLoop: Allow", "RecursiveLoop: Terminate", "would stop"),
                new Mistake(
                        "MaximumRetryAttempts: 0\n        MaximumEventAge",
                        "MaximumRetryAttempts: 2\n        MaximumEventAge",
                        "the alias retries"),
                new Mistake(
                        "MaximumRetryAttempts: 0\n        MaximumEventAgeInSeconds: 1800\n",
                        "MaximumRetryAttempts: 0\n",
                        "hours later"),
                new Mistake("      MaximumEventAgeInSeconds: 900\n", "", "nobody waits"),
                new Mistake("Qualifier: $LATEST", "Qualifier: live", "the unpublished function"),
                new Mistake(
                        "Qualifier: $LATEST\n",
                        "Qualifier: $LATEST\n      DestinationConfig: { OnFailure: { Destination: x } }\n",
                        "pre-signed URL"),
                new Mistake("    DependsOn: Schema\n", "", "does not wait for its schema"),
                new Mistake(
                        "ServiceToken: !GetAtt TidemarkFunction.Arn",
                        "ServiceToken: !Ref TidemarkFunction.Alias",
                        "ServiceToken is not"),
                new Mistake(
                        "FunctionVersion: !Ref TidemarkFunction.Version",
                        "FunctionVersion: !Ref TidemarkFunction.Alias",
                        "FunctionVersion is not"),
                new Mistake("AllowHazards: !If", "AllowHazard: !If", "has no properties [AllowHazard]"),
                new Mistake("14m: { ServiceTimeout: 960 }", "14m: { ServiceTimeout: 99999 }", "not 960"),
                new Mistake("Default: rate(1 hour)", "Default: rate(1 hours)", "EventBridge Scheduler"),
                new Mistake("\"tidemark\": \"schedule\"", "\"tidemark\": \"status\"", "no input of its own"),
                new Mistake(
                        "            DeadLetterConfig:\n              Arn: !GetAtt DeadLetters.Arn\n",
                        "",
                        "no dead letters"),
                new Mistake("OmitName: true", "OmitName: false", "two stacks"),
                new Mistake("        SecurityGroupIds: !Ref SecurityGroupIds\n", "", "no security groups"),
                // access
                new Mistake("Resource: !GetAtt OrdersLogs.Arn", "Resource: \"*\"", "a wildcard resource"),
                new Mistake("Action: sqs:SendMessage", "Action: sqs:*", "a wildcard among its actions"),
                new Mistake(
                        "Role: !GetAtt OrdersRole.Arn",
                        "Policies: [AWSLambdaBasicExecutionRole]",
                        "SAM would make a role"),
                new Mistake("lambda.amazonaws.com", "ec2.amazonaws.com", "others than Lambda"),
                new Mistake(
                        "!If [SyncAtColdStart, !Ref DeployerSecretArn, !Ref AWS::NoValue]\n          - !Ref",
                        "!Ref DeployerSecretArn\n          - !Ref",
                        "OrdersRole reads"),
                new Mistake(
                        "Resource: !Ref DeployerSecretArn\n",
                        "Resource: [!Ref DeployerSecretArn, !Ref RuntimeSecretArn]\n",
                        "TidemarkRole reads"),
                new Mistake(
                        "TIDEMARK_DEPLOYER_SECRET: !If [SyncAtColdStart, !If [BySecret, !Ref DeployerSecretArn, !Ref"
                                + " AWS::NoValue], !Ref AWS::NoValue]",
                        "TIDEMARK_DEPLOYER_SECRET: !If [BySecret, !Ref DeployerSecretArn, !Ref AWS::NoValue]",
                        "is given the secrets"),
                new Mistake("secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue", "PutSecretValue"),
                new Mistake("/${RuntimeUser}\n", "/*\n", "not a database user"),
                new Mistake("${Resource}/${PlanUser}", "${Resource}/${RuntimeUser}", "connects as"),
                new Mistake("RetentionInDays: !Ref LogRetentionDays", "KmsKeyId: x", "kept for ever"),
                new Mistake(
                        "TIDEMARK_DEPLOYER_USER: !If [SyncAtColdStart, !Ref DeployerUser, !Ref AWS::NoValue]",
                        "TIDEMARK_DEPLOYER_USER: !Ref DeployerUser",
                        "the deployer"),
                new Mistake(
                        "TIDEMARK_PASSWORD: !If [ByPassword, !Ref RuntimePassword, !Ref AWS::NoValue]",
                        "TIDEMARK_PASSWORD: !Ref RuntimePassword",
                        "the runtime password"),
                new Mistake("Effect: Deny", "Effect: Allow", "own code may use"),
                new Mistake(
                        "                  - !Sub"
                            + " arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${AWS::StackName}-orders\n",
                        "",
                        "network interfaces are denied to"),
                new Mistake(
                        "!Equals [!Ref Mode, auto], !Equals [!Ref TrafficShifting, AllAtOnce]",
                        "!Equals [!Ref Mode, auto]",
                        "break the version that serves"),
                new Mistake("          - !Ref OrdersRefusedAlarm\n", "", "not taken back"),
                // who may ask for what
                new Mistake("TIDEMARK_MODE: !Ref Mode\n", "TIDEMARK_MODE: auto\n", "more than deploys: TIDEMARK_MODE"),
                new Mistake(
                        "TIDEMARK_ALLOW: !If [HasHazards, !Ref AllowHazards",
                        "TIDEMARK_ALLOW: !If [HasHazards, DATA_LOSS",
                        "more than deploys: TIDEMARK_ALLOW"),
                new Mistake(
                        "TIDEMARK_REQUESTS: !Sub ${Requests},schedule,deploy\n",
                        "TIDEMARK_REQUESTS: sync,schedule,deploy\n",
                        "TidemarkFunction answers sync"),
                new Mistake("TIDEMARK_REQUESTS: plan\n", "TIDEMARK_REQUESTS: plan,sync\n", "CI may ask for more"),
                new Mistake("TIDEMARK_MODE: verify\n", "TIDEMARK_MODE: safe\n", "planner's function may change"),
                new Mistake(
                        "TIDEMARK_OWNER: !Ref DeployerUser\n",
                        "TIDEMARK_OWNER: !Ref DeployerUser\n          TIDEMARK_DEPLOYER_USER: !Ref DeployerUser\n",
                        "another login besides"),
                new Mistake(
                        "          TIDEMARK_DEPLOYER_USER: !Ref DeployerUser\n",
                        "          TIDEMARK_DEPLOYER_USER: !Ref DeployerUser\n          TIDEMARK_PLAN_USER: x\n",
                        "the deployer's login plans for others"),
                // watching
                new Mistake("docs/operations.md#drift", "docs/operations.md#drifting", "no section of the runbook"),
                new Mistake(
                        "IF(FILL(failed, 0) > 0, 0, FILL(letters, 0))",
                        "letters",
                        "one failed run raises dead-letters too"),
                new Mistake(
                        "MetricName: NumberOfMessagesSent",
                        "MetricName: ApproximateNumberOfMessagesVisible",
                        "no such metric: AWS/SQS"),
                new Mistake("MetricName: DriftObjects", "MetricName: Drift", "nothing emits Drift"),
                new Mistake(
                        "- { Name: App, Value: !Ref App }",
                        "- { Name: Application, Value: !Ref App }",
                        "other dimensions"),
                new Mistake(
                        "TreatMissingData: notBreaching\n      AlarmActions: [!Ref Topic]\n      OKActions",
                        "OKActions",
                        "nobody hears of it"),
                new Mistake(
                        "($.status = \"TIMED_OUT\" && $.phase = \"invoke\")",
                        "$.status = \"X\"",
                        "nobody counts TIMED_OUT"),
                new Mistake(" && $.phase = \"invoke\")", ")", "no refusal yet"),
                new Mistake("$.status = \"ERROR\"", "$.status = \"DEFERRED\"", "DEFERRED is no refusal"),
                new Mistake(
                        "    DependsOn: Schema\n    Properties:\n      AlarmName",
                        "    Properties:\n      AlarmName",
                        "silent before"),
                new Mistake("EvaluationPeriods: 7", "EvaluationPeriods: 8", "looks back"),
                new Mistake(
                        "TIDEMARK_METRICS_NAMESPACE: !Sub Tidemark/${AWS::StackName}",
                        "TIDEMARK_METRICS_NAMESPACE: Tidemark",
                        "metrics go elsewhere"),
                new Mistake("LogGroupName: !Ref OrdersLogs", "LogGroupName: !Ref TidemarkLogs", "in another log"),
                new Mistake("MessageRetentionPeriod: 1209600", "MessageRetentionPeriod: 345600", "kept 4 days"),
                new Mistake(
                        "[ \"Tidemark/${AWS::StackName}\", \"HotPathSeconds\"",
                        "[ \"Tidemark/${AWS::StackName}\", \"Hot\"",
                        "shows no HotPathSeconds"));
    }
}
