"""What every host of an app does in the same way: a host itself only carries bytes."""
