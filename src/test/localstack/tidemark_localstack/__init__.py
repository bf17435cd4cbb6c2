"""What LocalStack 4.14.0 lacks on a machine without Docker: Lambda functions as real JVMs, and custom resources that really are called."""
