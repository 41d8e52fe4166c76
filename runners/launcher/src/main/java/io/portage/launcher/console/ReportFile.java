package io.portage.launcher.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JSON file of at most 64 MB, read token by token. */
final class ReportFile implements AutoCloseable {
  /** The greatest size of a file. */
  static final long MOST_BYTES = 64L << 20;

  private static final int MOST_TEXT = 2_000;
  private static final JsonFactory JSON = new JsonMapper().getFactory();

  private final JsonParser parser;

  private ReportFile(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Opens a file.
   *
   * @throws IOException if it is too large, or no JSON object
   */
  static ReportFile open(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException("it has more than " + (MOST_BYTES >> 20) + " MB");
    }
    ReportFile opened =
        new ReportFile(JSON.createParser(new BufferedInputStream(Files.newInputStream(file))));
    try {
      opened.expect(JsonToken.START_OBJECT, opened.parser.nextToken());
      return opened;
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  /** Reads one field; the parser is at its value. */
  interface FieldReader {
    void read(String name) throws IOException;
  }

  /** Reads one item of an array; the parser is at its beginning. */
  interface ItemReader {
    void read() throws IOException;
  }

  /** Reads the fields of the object that the parser is in. */
  void fields(FieldReader reader) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = String.valueOf(parser.currentName());
      parser.nextToken();
      reader.read(name);
    }
  }

  /** Reads the fields of the object at which the parser is. */
  void fieldsHere(FieldReader reader) throws IOException {
    expect(JsonToken.START_OBJECT, parser.currentToken());
    fields(reader);
  }

  /** Reads the objects of the array at which the parser is. */
  void objects(ItemReader reader) throws IOException {
    expect(JsonToken.START_ARRAY, parser.currentToken());
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(JsonToken.START_OBJECT, parser.currentToken());
      reader.read();
    }
  }

  /** Returns the value at which the parser is; for values that are small. */
  JsonNode value() throws IOException {
    return parser.readValueAsTree();
  }

  /** Passes over the value at which the parser is. */
  void skip() throws IOException {
    parser.skipChildren();
  }

  private void expect(JsonToken wanted, JsonToken found) throws IOException {
    if (found != wanted) {
      throw new IOException("it is no such report: line " + parser.currentLocation().getLineNr());
    }
  }

  /**
   * Returns a required text, its first 2,000 characters.
   *
   * @throws IOException if it is missing
   */
  static String text(JsonNode object, String name) throws IOException {
    JsonNode value = object.get(name);
    if (value == null || !value.isTextual()) {
      throw new IOException("it is no such report: " + name + " is missing");
    }
    return shortened(value.textValue());
  }

  /**
   * Returns a required number.
   *
   * @throws IOException if it is missing
   */
  static long number(JsonNode object, String name) throws IOException {
    JsonNode value = object.get(name);
    if (value == null || !value.isIntegralNumber()) {
      throw new IOException("it is no such report: " + name + " is missing");
    }
    return value.longValue();
  }

  /** Returns the first texts of an array. */
  static List<String> texts(JsonNode array, int most) {
    List<String> texts = new ArrayList<>();
    for (JsonNode text : array) {
      if (texts.size() < most) {
        texts.add(shortened(text.asText()));
      }
    }
    return texts;
  }

  static String shortened(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "…";
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
