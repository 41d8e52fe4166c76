package io.portage.decode.envelope;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of a struct's fields that an envelope knows. A field is identified by its index among
 * them, so that its name is compared once and not for each event. Immutable.
 */
public final class FieldNames {
  /** No field is known. */
  public static final FieldNames NONE = of();

  private final Map<String, Integer> indexes;

  private FieldNames(Map<String, Integer> indexes) {
    this.indexes = Map.copyOf(indexes);
  }

  /**
   * Creates the list.
   *
   * @param names at most 32 different names
   */
  public static FieldNames of(String... names) {
    Map<String, Integer> indexes = new HashMap<>();
    for (int i = 0; i < names.length; i++) {
      indexes.put(names[i], i);
    }
    if (names.length > Integer.SIZE || indexes.size() < names.length) {
      throw new IllegalArgumentException("more than 32 names, or a name occurs twice");
    }
    return new FieldNames(indexes);
  }

  /** Returns the index of a name, or {@link EventReader#OTHER}. */
  public int indexOf(String name) {
    @Nullable Integer index = indexes.get(name);
    return index == null ? EventReader.OTHER : index;
  }
}
