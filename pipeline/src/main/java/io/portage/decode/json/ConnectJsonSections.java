package io.portage.decode.json;

import com.fasterxml.jackson.core.JsonParser;
import io.portage.decode.MalformedException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The byte ranges of the two parts of {@code {"schema": ..., "payload": ...}}.
 *
 * @param schemaFrom the first byte of the schema part, 0 if there is none
 * @param schemaTo the byte after the schema part, 0 if there is none
 * @param payloadFrom the first byte of the payload, 0 if there is none
 * @param payloadTo the byte after the payload, 0 if there is none
 * @param alone true if the object has no other fields
 */
public record ConnectJsonSections(
    int schemaFrom, int schemaTo, int payloadFrom, int payloadTo, boolean alone) {
  /**
   * Finds the parts of a JSON object, in either order, and checks the syntax of the whole object.
   *
   * @throws MalformedException if a name occurs twice
   */
  public static ConnectJsonSections of(byte[] value) throws IOException, MalformedException {
    int[] schema = new int[2];
    int[] payload = new int[2];
    boolean alone = true;
    Set<String> names = new HashSet<>();
    try (JsonParser parser = Json.parser(value, 0, value.length)) {
      parser.nextToken();
      String name;
      while ((name = parser.nextFieldName()) != null) {
        parser.nextToken();
        if (!names.add(name)) {
          throw new MalformedException("a name occurs twice in the event");
        }
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        // Moves the location to the end of a scalar.
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        if (name.equals("schema")) {
          schema = new int[] {from, to};
        } else if (name.equals("payload")) {
          payload = new int[] {from, to};
        } else {
          alone = false;
        }
      }
      Json.end(parser);
    }
    return new ConnectJsonSections(schema[0], schema[1], payload[0], payload[1], alone);
  }

  /** Returns true if the object is the wrapper and has no other fields. */
  public boolean isWrapper() {
    return payloadTo > 0 && alone;
  }

  /** Throws MalformedException if there is no payload. */
  public ConnectJsonSections withPayload() throws MalformedException {
    if (payloadTo == 0) {
      throw new MalformedException("there is no payload");
    }
    return this;
  }
}
