package io.portage.decode.json;

import io.portage.decode.MalformedException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rejects a field name that occurs twice in an object. Not thread-safe; one instance per object.
 */
public final class DuplicateFieldCheck {
  private int seen;
  private @Nullable Set<String> others;

  /** Checks a name of the format by the name's own bit, 0 to 31. */
  public void checkKnown(int bit, String name) throws MalformedException {
    int mask = 1 << bit;
    if ((seen & mask) != 0) {
      throw new MalformedException(name + " occurs twice");
    }
    seen |= mask;
  }

  /** Checks any other name. */
  public void checkOther(String name) throws MalformedException {
    if (others == null) {
      others = new HashSet<>();
    }
    if (!others.add(name)) {
      throw new MalformedException("a name occurs twice in the event");
    }
  }
}
