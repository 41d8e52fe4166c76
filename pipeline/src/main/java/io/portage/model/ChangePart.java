package io.portage.model;

/**
 * The part of a record that a change represents: the whole record, or one half of a split key
 * change.
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

  /** The covered bits of the record: 1 the delete, 2 the upsert, 3 both. */
  public int mask() {
    return mask;
  }

  /** The suffix of the record's id: empty, {@code #delete} or {@code #upsert}. */
  public String suffix() {
    return suffix;
  }

  /**
   * The part with this mask (1 to 3).
   *
   * @throws IllegalArgumentException for any other mask
   */
  public static ChangePart ofMask(int mask) {
    if (mask < 1 || mask > 3) {
      throw new IllegalArgumentException("mask of a change part must be 1 to 3, not " + mask);
    }
    return BY_MASK[mask];
  }
}
