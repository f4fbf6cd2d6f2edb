"""From a lesson to what students receive."""
