package io.portage.verify.report;

import io.portage.model.Row;
import io.portage.target.TombstoneKey;

/** Keys as texts, of rows of the target that may have NULL in them. */
public final class KeyText {
  private KeyText() {}

  /** Returns the key as the tombstone table has it, such as {@code ["17","DE"]}; NULL is null. */
  public static String of(Row key) {
    if (!hasNull(key)) {
      return TombstoneKey.of(key);
    }
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < key.size(); i++) {
      Object value = key.get(i);
      text.append(i == 0 ? "" : ",");
      if (value == null) {
        text.append("null");
      } else {
        TombstoneKey.append(text.append('"'), TombstoneKey.canonical(value));
        text.append('"');
      }
    }
    return text.append(']').toString();
  }

  /** Returns true if a column of the key is NULL. */
  public static boolean hasNull(Row key) {
    for (int i = 0; i < key.size(); i++) {
      if (key.get(i) == null) {
        return true;
      }
    }
    return false;
  }
}
