"""moto_server with a CloudFormation that deploys what moto knows and only records the rest.

moto stops at a reference to a resource of a type it does not know. Here such a resource is given a
physical id and attributes that are names, so that a whole app can be deployed, updated and destroyed:
this proves the order of the stacks, their references and their packaging, and nothing about the
resources themselves. Each type that is only recorded is printed once as `recorded TYPE`.

It listens on a free port of this machine, which it prints.

Usage: python cloudformation_server.py
"""

from moto.cloudformation import parsing
from moto.cloudformation.exceptions import CloudFormationError, ValidationError
from moto.cloudformation.models import CloudFormationBackend, Stack, cloudformation_backends
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult
from moto.server import main

recorded: set[str] = set()


class RecordedResource:
    """A resource that exists in its stack only."""

    def __init__(self, name: str, logical_id: str, account_id: str, region: str):
        self.name = name
        self.arn = f"arn:aws:recorded:{region}:{account_id}:{logical_id}/{name}"

    @property
    def physical_resource_id(self) -> str:
        return self.arn

    def is_created(self) -> bool:
        return True

    @classmethod
    def has_cfn_attr(cls, attr):
        return True

    def get_cfn_attribute(self, attribute_name):
        return self.arn if attribute_name.endswith("Arn") else f"{self.name}-{attribute_name}"

    @classmethod
    def create_from_cloudformation_json(
        cls, resource_name, cloudformation_json, account_id, region_name, **kwargs
    ):
        return cls(resource_name, kwargs["LogicalId"], account_id, region_name)

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
    ):
        return original_resource

    @classmethod
    def delete_from_cloudformation_json(
        cls, resource_name, cloudformation_json, account_id, region_name
    ):
        return None


known_class = parsing.resource_class_from_type


def class_or_recorded(resource_type: str):
    # A custom resource would need its function to run.
    known = None if resource_type.startswith("Custom::") else known_class(resource_type)
    if known is not None:
        return known
    if resource_type not in recorded:
        recorded.add(resource_type)
        print(f"recorded {resource_type}", flush=True)
    return RecordedResource


parsing.resource_class_from_type = class_or_recorded

create = parsing.parse_and_create_resource


def create_or_record(logical_id, resource_json, resources_map, account_id, region_name):
    """Records what moto refuses because it stands on something that is only recorded."""
    try:
        return create(logical_id, resource_json, resources_map, account_id, region_name)
    except KeyError:
        # A reference that another stack does not answer yet: the caller asks again.
        raise
    except Exception as refusal:  # noqa: BLE001 - moto has no common class of refusals
        print(f"recorded {resource_json['Type']} {type(refusal).__name__}: {refusal}", flush=True)
        resource = RecordedResource(f"{logical_id}-refused", logical_id, account_id, region_name)
        resource.cf_resource_type = resource_json["Type"]
        resource.logical_resource_id = logical_id
        return resource


parsing.parse_and_create_resource = create_or_record

resolve = parsing.clean_json


def resolve_with_outputs(value, resources_map):
    """Adds the intrinsic that reads another stack's output when the stack is deployed."""
    if isinstance(value, dict) and "Fn::GetStackOutput" in value:
        wanted = {key: resolve(part, resources_map) for key, part in value["Fn::GetStackOutput"].items()}
        region = wanted.get("Region", resources_map["AWS::Region"])
        account = resources_map["AWS::AccountId"]
        stack = cloudformation_backends[account][region].get_stack(wanted["StackName"])
        outputs = {output.key: output.value for output in stack.output_map.values()}
        return outputs[wanted["OutputName"]]
    return resolve(value, resources_map)


parsing.clean_json = resolve_with_outputs

delete = parsing.ResourceMap.delete


def delete_what_goes(self):
    """Lets a stack go whose last resources moto cannot tell apart from used ones."""
    try:
        delete(self)
    except Exception as refusal:  # noqa: BLE001 - as above
        print(f"left {type(refusal).__name__}: {refusal}", flush=True)


parsing.ResourceMap.delete = delete_what_goes

delete_change_set = CloudFormationBackend.delete_change_set


def delete_change_set_if_any(self, change_set_name):
    # CloudFormation answers the same whether or not there is one.
    known = {change_set.change_set_name for change_set in self.change_sets.values()}
    if change_set_name in self.change_sets or change_set_name in known:
        delete_change_set(self, change_set_name)


CloudFormationBackend.delete_change_set = delete_change_set_if_any
execute_change_set = CloudFormationBackend.execute_change_set


def execute_change_set_once(self, change_set_name, stack_name=None):
    """Forgets the change set, which moto would take for that of the next stack: it has one name."""
    executed = execute_change_set(self, change_set_name, stack_name)
    for id in [id for id, one in self.change_sets.items() if change_set_name in (id, one.change_set_name)]:
        del self.change_sets[id]
    return executed


CloudFormationBackend.execute_change_set = execute_change_set_once


class ChangeSetNotFoundException(CloudFormationError):
    """What the CDK's command line waits for after it has deleted a change set."""

    code = "ChangeSetNotFound"


describe_change_set = CloudFormationBackend.describe_change_set


def describe_change_set_or_code(self, change_set_name):
    try:
        return describe_change_set(self, change_set_name)
    except ValidationError as refusal:
        raise ChangeSetNotFoundException(str(refusal)) from refusal


CloudFormationBackend.describe_change_set = describe_change_set_or_code

# Parameters are images by their public names: the same ones are not seen as the same by moto.
Stack.has_parameters = lambda self, other_parameters: True


def update_termination_protection(self):
    stack = self.cloudformation_backend.get_stack(self._get_param("StackName"))
    stack.enable_termination_protection = self._get_param("EnableTerminationProtection") == "true"
    return ActionResult({"StackId": stack.stack_id})


CloudFormationResponse.update_termination_protection = update_termination_protection

main(["-H", "127.0.0.1", "-p", "0"])
