package io.tributary.discovery.groups;

import java.io.IOException;

/// A document is not a list of target groups, or holds too many; the message says where.
public final class GroupsException extends IOException {
  GroupsException(String message) {
    super(message);
  }
}
