"""Expands a SAM template with AWS's own translator, the package aws-sam-translator of the Python that runs this.

Reads {"template", "parameters", "region"} from stdin. Writes one of {"template"}, {"invalid": why} and
{"missing": module} to stdout. Started and ended by sam-translator.ts.
"""

import json
import os
import sys

# What a library prints must not get into the answer.
ANSWER = sys.stdout
sys.stdout = sys.stderr

# Audit events of what a translation has no need of: networks and other processes.
REFUSED = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "subprocess.Popen", "os.system", "os.exec")


def refuse(event, _arguments):
    if event in REFUSED:
        raise PermissionError("%s is not for a translator" % event)


class NoPolicies:
    """AWS's managed policies come with the package. Other names are for IAM to judge."""

    def load(self):
        return {}


def answer(**members):
    json.dump(members, ANSWER)
    ANSWER.flush()


def stay_away_from_aws(region):
    for name in list(os.environ):
        if name.startswith("AWS_"):
            del os.environ[name]
    os.environ["AWS_DEFAULT_REGION"] = region
    os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
    os.environ["AWS_EC2_METADATA_DISABLED"] = "true"


def main():
    request = json.load(sys.stdin)
    stay_away_from_aws(request["region"])
    try:
        from samtranslator.model.exceptions import InvalidDocumentException
        from samtranslator.translator.transform import transform
    except ImportError as error:
        return answer(missing=error.name or str(error))
    sys.addaudithook(refuse)
    try:
        answer(template=transform(request["template"], request["parameters"], NoPolicies()))
    except InvalidDocumentException as error:
        answer(invalid=" ".join([error.message] + [cause.message for cause in error.causes]))


main()
