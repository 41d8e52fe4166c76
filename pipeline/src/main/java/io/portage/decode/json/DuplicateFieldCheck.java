package io.portage.decode.json;

import io.portage.decode.MalformedException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sees to it that no name stands twice in an object. Not thread-safe; one for each object. */
public final class DuplicateFieldCheck {
  private int checkKnown;
  private @Nullable Set<String> others;

  /** A name that the format knows, by its own bit. */
  public void checkKnown(int bit, String name) throws MalformedException {
    int mask = 1 << bit;
    if ((checkKnown & mask) != 0) {
      throw new MalformedException(name + " stands twice");
    }
    checkKnown |= mask;
  }

  /** Any other name. */
  public void checkOther(String name) throws MalformedException {
    if (others == null) {
      others = new HashSet<>();
    }
    if (!others.add(name)) {
      throw new MalformedException("a name stands twice in the event");
    }
  }
}
