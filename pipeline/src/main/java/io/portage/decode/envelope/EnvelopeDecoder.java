package io.portage.decode.envelope;

import io.portage.decode.MalformedException;
import io.portage.model.event.Envelope;
import java.io.IOException;

/**
 * Interprets the fields of an event, independent of the syntax in which the event is encoded.
 * Thread-safe.
 */
public interface EnvelopeDecoder {
  /** The event's fields. */
  FieldNames eventFields();

  /** The field of the before image, which {@link EventReader#before} reads. */
  default String beforeField() {
    return "before";
  }

  /** The field of the after image, which {@link EventReader#after} reads. */
  default String afterField() {
    return "after";
  }

  /** The fields of the event's source block; none if the envelope has no such block. */
  default FieldNames sourceFields() {
    return FieldNames.NONE;
  }

  /**
   * Returns true if the event is a row without an envelope, which {@link EventReader#row} reads;
   * the envelope's data are among the row's columns.
   */
  default boolean isRow() {
    return false;
  }

  /**
   * Reads one event from its first byte to its last.
   *
   * @param in the event's reader, before the event
   * @param topic the record's topic
   * @throws IOException if the syntax is wrong
   * @throws MalformedException if the event is not of this envelope
   */
  Envelope read(EventReader in, String topic) throws IOException, MalformedException;
}
