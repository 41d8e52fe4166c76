package io.portage.decode;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sees to it that no name stands twice in an object. Not thread-safe; one for each object. */
final class DuplicateFieldCheck {
  private int known;
  private @Nullable Set<String> others;

  /** A name that the format knows, by its own bit. */
  void known(int bit, String name) throws MalformedException {
    int mask = 1 << bit;
    if ((known & mask) != 0) {
      throw new MalformedException(name + " stands twice");
    }
    known |= mask;
  }

  /** Any other name. */
  void other(String name) throws MalformedException {
    if (others == null) {
      others = new HashSet<>();
    }
    if (!others.add(name)) {
      throw new MalformedException("a name stands twice in the event");
    }
  }
}
