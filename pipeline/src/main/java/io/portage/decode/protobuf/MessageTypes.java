package io.portage.decode.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.portage.decode.MalformedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds message types within a file, by name or by place.
 *
 * <p>A place is a list of indexes: of a message of the file, then of a message inside of it, and so
 * on. Inside of a message, compilers declare further messages for map fields and groups; some
 * clients count them and others do not.
 */
final class MessageTypes {
  private MessageTypes() {}

  /** Returns the message of a full name, at any depth; null if the file lacks it. */
  static @Nullable Descriptor named(FileDescriptor file, String fullName) {
    return named(file.getMessageTypes(), fullName);
  }

  private static @Nullable Descriptor named(List<Descriptor> types, String fullName) {
    for (Descriptor type : types) {
      if (type.getFullName().equals(fullName)) {
        return type;
      }
      Descriptor inner = named(type.getNestedTypes(), fullName);
      if (inner != null) {
        return inner;
      }
    }
    return null;
  }

  /**
   * Returns the message at a place.
   *
   * @throws MalformedException if there is none, or if it depends on the client which one it is
   */
  static Descriptor at(FileDescriptor file, List<Integer> place) throws MalformedException {
    List<Descriptor> types = file.getMessageTypes();
    Descriptor found = null;
    for (int index : place) {
      if (found != null) {
        if (derived(found) > 0) {
          throw new MalformedException(
              "the index "
                  + place
                  + " of the message type is ambiguous, because clients count the messages in "
                  + found.getFullName()
                  + " with or without its maps and groups: set source.protobuf.message to one of"
                  + " them");
        }
        types = found.getNestedTypes();
      }
      found = index >= 0 && index < types.size() ? types.get(index) : null;
      if (found == null) {
        break;
      }
    }
    if (found == null) {
      throw new MalformedException("the schema has no message type with the index " + place);
    }
    return found;
  }

  /**
   * Returns true if a client may name the type by a place. It is certain unless a message around it
   * has maps or groups.
   */
  static boolean mayBeAt(Descriptor type, List<Integer> place) {
    List<Descriptor> path = new ArrayList<>();
    for (Descriptor at = type; at != null; at = at.getContainingType()) {
      path.add(0, at);
    }
    if (path.size() != place.size()) {
      return false;
    }
    for (int i = 0; i < path.size(); i++) {
      Descriptor parent = path.get(i).getContainingType();
      int more = parent == null ? 0 : derived(parent);
      int least = declaredIndex(path.get(i), parent);
      if (place.get(i) < least || place.get(i) > least + more) {
        return false;
      }
    }
    return true;
  }

  /** Returns the index among the messages that the source of the schema declares as such. */
  private static int declaredIndex(Descriptor type, @Nullable Descriptor parent) {
    if (parent == null) {
      return type.getIndex();
    }
    return (int)
        parent.getNestedTypes().stream()
            .limit(type.getIndex())
            .filter(other -> !isDerived(parent, other))
            .count();
  }

  /** Returns the number of messages inside of a message that exist for its maps and groups. */
  private static int derived(Descriptor parent) {
    return (int) parent.getNestedTypes().stream().filter(inner -> isDerived(parent, inner)).count();
  }

  private static boolean isDerived(Descriptor parent, Descriptor inner) {
    return inner.getOptions().getMapEntry()
        || parent.getFields().stream()
            .anyMatch(
                field ->
                    field.getType() == FieldDescriptor.Type.GROUP
                        && field.getMessageType().equals(inner));
  }
}
