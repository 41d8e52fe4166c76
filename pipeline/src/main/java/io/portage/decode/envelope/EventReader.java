package io.portage.decode.envelope;

import io.portage.decode.MalformedException;
import io.portage.model.event.Envelope;
import io.portage.model.event.Image;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event field by field, without a tree of it; the syntax is JSON or Avro. Not
 * thread-safe, and of no use after the event, because the instance may be reused.
 *
 * <p>After {@link #nextField} exactly one method reads, or skips, the field's value. All methods
 * throw MalformedException or IOException if the bytes do not conform to the syntax; a message
 * contains positions and names, never values.
 */
public interface EventReader {
  /** The result of {@link #nextField} after the last field. */
  int END = -1;

  /** The result of {@link #nextField} for a field that the envelope does not know. */
  int OTHER = -2;

  /**
   * Enters the struct at the current place: at first the event, later a field's value. {@link
   * #nextField} then returns the struct's fields, up to its {@link #END}. The event's source block
   * is the only struct inside of an event that can be entered.
   *
   * @param name the struct's name, for messages
   * @return false if the value is null
   * @throws MalformedException if the value is neither a struct nor null
   */
  boolean beginStruct(String name) throws IOException, MalformedException;

  /**
   * Moves to the next field of the current struct.
   *
   * @return the field's index in the struct's {@link FieldNames}, {@link #OTHER} or {@link #END}
   * @throws MalformedException if the field occurs twice
   */
  int nextField() throws IOException, MalformedException;

  /** Reads a text; null if the value is of another type. */
  @Nullable String text() throws IOException, MalformedException;

  /** Reads a text, number or boolean as text; null if the value is null or of another type. */
  @Nullable String scalar() throws IOException, MalformedException;

  /**
   * Reads a whole number; null if the value is null.
   *
   * @param name the field's name, for messages
   * @throws MalformedException if the value is of another type, or beyond 64 bits
   */
  @Nullable Long wholeNumber(String name) throws IOException, MalformedException;

  /**
   * Reads a time: milliseconds since 1970, or a timestamp of the syntax; null if the value is null.
   *
   * @param name the field's name, for messages
   */
  @Nullable Instant time(String name) throws IOException, MalformedException;

  /**
   * Reads the before image; null if the value is null.
   *
   * @param other the event's after image if it is read already; equal texts may become the same
   *     object
   */
  @Nullable Image before(@Nullable Image other) throws IOException, MalformedException;

  /** Reads the after image as {@link #before} does; {@code other} is then the before image. */
  @Nullable Image after(@Nullable Image other) throws IOException, MalformedException;

  /**
   * Reads the whole event as a row, in place of {@link #beginStruct} at the event; null if the
   * value is null. Only for an envelope that {@linkplain EnvelopeDecoder#isRow reads rows}.
   */
  @Nullable Image row() throws IOException, MalformedException;

  /** Skips the value. */
  void skip() throws IOException, MalformedException;

  /** Reads the operation; {@link Envelope#NONE} if there is none. */
  default String operation() throws IOException, MalformedException {
    String op = scalar();
    if (op == null) {
      return Envelope.NONE;
    }
    return switch (op) {
      // One shared instance for all events.
      case "c" -> "c";
      case "u" -> "u";
      case "d" -> "d";
      case "r" -> "r";
      default -> op;
    };
  }
}
