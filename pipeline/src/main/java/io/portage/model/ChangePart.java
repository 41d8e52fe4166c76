package io.portage.model;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;

/**
 * The part of a record that a change represents: the whole record, one of its rows, or one half of
 * a row whose key changed.
 *
 * <p>A part covers bits of its record: row i covers the bits 2i (the delete) and 2i + 1 (the
 * upsert), and the last row also all bits above. The parts of a record together cover all bits,
 * without anyone knowing the number of rows.
 *
 * @param row the row's number in the record, from 0
 * @param isLast true if the record has no row after it
 * @param half the half of the row
 */
public record ChangePart(int row, boolean isLast, Half half)
    implements Comparable<ChangePart>, Serializable {
  /** The largest number of rows of one record. */
  public static final int MAX_ROWS = 65_536;

  /** The whole record. */
  public static final ChangePart WHOLE = new ChangePart(0, true, Half.WHOLE);

  /** The delete of the old key, of a record with one row. */
  public static final ChangePart DELETE = new ChangePart(0, true, Half.DELETE);

  /** The upsert of the new key, of a record with one row. */
  public static final ChangePart UPSERT = new ChangePart(0, true, Half.UPSERT);

  private static final BigInteger ALL = BigInteger.ONE.negate();
  private static final BigInteger ALL_BUT_DELETE = BigInteger.TWO.negate();
  private static final int ROW_BITS = 3;
  private static final int HAS_NEXT = 4;
  private static final Comparator<ChangePart> ORDER =
      Comparator.comparingInt(ChangePart::row)
          .thenComparing(ChangePart::half)
          .thenComparing(ChangePart::isLast);

  /** The half of a row that a part consists of. */
  public enum Half {
    /** The whole row. */
    WHOLE(""),
    /** The delete of the old key. */
    DELETE("#delete"),
    /** The upsert of the new key. */
    UPSERT("#upsert");

    private final String suffix;

    Half(String suffix) {
      this.suffix = suffix;
    }
  }

  /** Checks the row's number. */
  public ChangePart {
    if (row < 0 || row >= MAX_ROWS) {
      throw new IllegalArgumentException("row " + row + " is not within 0.." + (MAX_ROWS - 1));
    }
  }

  /**
   * Returns a whole row; {@link #WHOLE} if the record has no other.
   *
   * @throws IllegalArgumentException if the row is not below {@link #MAX_ROWS}
   */
  public static ChangePart ofRow(int row, boolean isLast) {
    return of(row, isLast, Half.WHOLE);
  }

  /** Returns a part; a constant if the record has one row. */
  public static ChangePart of(int row, boolean isLast, Half half) {
    if (row == 0 && isLast) {
      return switch (half) {
        case WHOLE -> WHOLE;
        case DELETE -> DELETE;
        case UPSERT -> UPSERT;
      };
    }
    return new ChangePart(row, isLast, half);
  }

  /** Returns true if the record has no other row. */
  public boolean isOnlyRow() {
    return row == 0 && isLast;
  }

  /** The same row, whole. */
  public ChangePart whole() {
    return of(row, isLast, Half.WHOLE);
  }

  /** The half of the row that deletes the old key. */
  public ChangePart delete() {
    return of(row, isLast, Half.DELETE);
  }

  /** The half of the row that upserts the new key. */
  public ChangePart upsert() {
    return of(row, isLast, Half.UPSERT);
  }

  /**
   * Returns the parts that a dead letter which concerns this row can be about: the record, the row
   * and its halves.
   */
  public List<ChangePart> withSameRow() {
    return isOnlyRow()
        ? List.of(WHOLE, DELETE, UPSERT)
        : List.of(WHOLE, whole(), delete(), upsert());
  }

  /** The covered bits of the record; -1, all bits, for the whole record. */
  public BigInteger mask() {
    BigInteger ofFirst =
        switch (half) {
          case WHOLE -> isLast ? ALL : BigInteger.valueOf(3);
          case DELETE -> BigInteger.ONE;
          case UPSERT -> isLast ? ALL_BUT_DELETE : BigInteger.TWO;
        };
    return row == 0 ? ofFirst : ofFirst.shiftLeft(2 * row);
  }

  /** Returns true if the parts have a bit of the record in common. */
  public boolean intersects(ChangePart other) {
    if (row == other.row) {
      return half == Half.WHOLE || other.half == Half.WHOLE || half == other.half;
    }
    ChangePart lower = row < other.row ? this : other;
    return lower.isLast && lower.half != Half.DELETE;
  }

  /** The suffix of the record's id, such as {@code #delete}, {@code #7} or {@code #7#delete}. */
  public String suffix() {
    return isOnlyRow() ? half.suffix : "#" + row + half.suffix;
  }

  /**
   * The part as a number: 1 to 3 if the record has one row (the delete, the upsert, both),
   * otherwise at least 4.
   */
  public int code() {
    int ofHalf =
        switch (half) {
          case WHOLE -> 3;
          case DELETE -> 1;
          case UPSERT -> 2;
        };
    return row << ROW_BITS | (isLast ? 0 : HAS_NEXT) | ofHalf;
  }

  /**
   * The part with this code.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ChangePart ofCode(int code) {
    Half half =
        switch (code & 3) {
          case 1 -> Half.DELETE;
          case 2 -> Half.UPSERT;
          case 3 -> Half.WHOLE;
          default -> throw new IllegalArgumentException("no part of a record has the code " + code);
        };
    return of(code >>> ROW_BITS, (code & HAS_NEXT) == 0, half);
  }

  @Override
  public int compareTo(ChangePart other) {
    return this == other ? 0 : ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return isOnlyRow() ? half.name() : suffix();
  }
}
