package io.portage.model.schema;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The type of a source column, independent of the syntax of the events.
 *
 * @param kind the kind of the values
 * @param length the bits of an {@link Kind#INTEGER}, a {@link Kind#FLOAT} or {@link Kind#BITS}, the
 *     digits of a {@link Kind#DECIMAL}, the maximum number of characters of a {@link Kind#TEXT},
 *     the digits of a second's fraction of a time; 0 if it is not declared
 * @param scale the digits after the decimal point of a {@link Kind#DECIMAL} with a scale for all of
 *     its values; null for all others
 * @param unsigned true for an integer without negative values
 * @param values the values of an {@link Kind#ENUM} or a {@link Kind#SET}, if they are declared
 * @param element the type of the elements of an {@link Kind#ARRAY}; null for all others
 * @param name the source's own name of the type in lower case, such as {@code jsonb}; empty if the
 *     events do not contain it
 */
public record SourceType(
    Kind kind,
    int length,
    @Nullable Integer scale,
    boolean unsigned,
    List<String> values,
    @Nullable SourceType element,
    String name)
    implements Serializable {

  /** The kind of the values. */
  public enum Kind {
    BOOLEAN,
    /** Whole numbers of {@link #length} bits. */
    INTEGER,
    /** Exact numbers; without a {@link #scale} each value has its own. */
    DECIMAL,
    /** Binary floating-point numbers of {@link #length} bits. */
    FLOAT,
    TEXT,
    BYTES,
    /** Bit strings of {@link #length} bits, sent as bytes. */
    BITS,
    DATE,
    /** Times of day without a zone. */
    TIME,
    /** Times of day with a zone, sent as text. */
    ZONED_TIME,
    /** Dates with a time, without a zone. */
    TIMESTAMP,
    /** Instants: dates with a time and a zone. */
    INSTANT,
    INTERVAL,
    /** Years, sent as whole numbers. */
    YEAR,
    UUID,
    /** JSON, sent as text. */
    JSON,
    XML,
    /** One of {@link #values}, sent as text. */
    ENUM,
    /** Any of {@link #values}, sent as text with commas. */
    SET,
    /** Points of a plane, sent as an object with x and y. */
    POINT,
    /** Shapes, sent as an object with their binary form and the reference system. */
    GEOMETRY,
    /** Objects with named fields, or with keys and values. */
    STRUCT,
    ARRAY,
    /** The source declares no type that is known here. */
    UNKNOWN
  }

  /** Returns a type without parameters. */
  public static SourceType of(Kind kind) {
    return of(kind, 0);
  }

  /** Returns a type with a length, 0 if it is not declared. */
  public static SourceType of(Kind kind, int length) {
    return new SourceType(kind, length, null, false, List.of(), null, "");
  }

  /** Returns the type of signed whole numbers of this many bits. */
  public static SourceType integer(int bits) {
    return of(Kind.INTEGER, bits);
  }

  /** Returns the type of whole numbers of this many bits without negative values. */
  public static SourceType unsigned(int bits) {
    return new SourceType(Kind.INTEGER, bits, null, true, List.of(), null, "");
  }

  /**
   * Returns the type of exact numbers of one scale.
   *
   * @param precision the number of digits, 0 if it is not declared
   */
  public static SourceType decimal(int precision, int scale) {
    return new SourceType(Kind.DECIMAL, precision, scale, false, List.of(), null, "");
  }

  /** Returns the type of one ({@code ENUM}) or any ({@code SET}) of the values. */
  public static SourceType oneOf(Kind kind, List<String> values) {
    return new SourceType(kind, 0, null, false, List.copyOf(values), null, "");
  }

  /** Returns the type of arrays. */
  public static SourceType array(SourceType element) {
    return new SourceType(Kind.ARRAY, 0, null, false, List.of(), element, "");
  }

  /** Returns a copy with the source's own name. */
  public SourceType named(String own) {
    return new SourceType(kind, length, scale, unsigned, values, element, own);
  }
}
