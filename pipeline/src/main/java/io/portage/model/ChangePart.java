package io.portage.model;

/**
 * Which part of a record a change is: the whole of it, or one half of a key change that was split.
 */
public enum ChangePart {
  /** The whole record. */
  WHOLE(3, ""),
  /** The delete of the old key. */
  DELETE(1, "#delete"),
  /** The upsert of the new key. */
  UPSERT(2, "#upsert");

  private static final ChangePart[] BY_MASK = {null, DELETE, UPSERT, WHOLE};

  private final int mask;
  private final String suffix;

  ChangePart(int mask, String suffix) {
    this.mask = mask;
    this.suffix = suffix;
  }

  /** Bits of the record that are covered: 1 the delete, 2 the upsert, 3 both. */
  public int mask() {
    return mask;
  }

  /** What is appended to the record's id: empty, {@code #delete} or {@code #upsert}. */
  public String suffix() {
    return suffix;
  }

  /** The half with this mask (1 to 3). */
  public static ChangePart ofMask(int mask) {
    if (mask < 1 || mask > 3) {
      throw new IllegalArgumentException("no half has the mask " + mask);
    }
    return BY_MASK[mask];
  }
}
