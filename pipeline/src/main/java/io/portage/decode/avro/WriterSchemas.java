package io.portage.decode.avro;

import io.portage.decode.MalformedException;
import io.portage.decode.registry.SchemaId;
import io.portage.decode.registry.WireForm.Frame;
import io.portage.model.event.Header;
import java.util.List;
import org.apache.avro.Schema;

/** Finds the id of a record's schema, and the schema of an id. Thread-safe. */
interface WriterSchemas {
  /** Finds the id of the value's schema and the beginning of the Avro bytes. */
  Frame ofValue(byte[] value, List<Header> headers) throws MalformedException;

  /** Finds the id of the key's schema and the beginning of the Avro bytes. */
  Frame ofKey(byte[] key, List<Header> headers) throws MalformedException;

  /**
   * Returns the schema of an id; may wait for it.
   *
   * @throws MalformedException if there is no schema of this id
   * @throws IllegalArgumentException if it is not an Avro schema, which never changes; the message
   *     is a noun
   */
  Schema schema(SchemaId id) throws MalformedException;
}
