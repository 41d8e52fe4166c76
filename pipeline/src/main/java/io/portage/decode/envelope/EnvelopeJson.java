package io.portage.decode.envelope;

import com.fasterxml.jackson.core.JsonParser;
import io.portage.decode.MalformedException;
import io.portage.decode.json.BoundedMemo;
import io.portage.decode.json.DuplicateFieldCheck;
import io.portage.decode.json.Json;
import io.portage.decode.json.JsonKeyReader;
import io.portage.decode.json.RepeatedFields;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.Image;
import io.portage.model.event.SourceKey;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The format {@code envelope-json}: the plain envelope {@code {op, before, after, timestamp_ms}}.
 *
 * <p>Every field may be missing; Normalize rejects an event without the fields that it needs.
 * Further fields are ignored.
 */
public final class EnvelopeJson implements Format {
  private static final long serialVersionUID = 1;

  private final String placeholder;
  private final transient UnavailablePlaceholder unavailable;
  private final transient BoundedMemo<String, ImageReaders> byTopic = new BoundedMemo<>();

  public EnvelopeJson(String placeholder) {
    this.placeholder = placeholder;
    this.unavailable = new UnavailablePlaceholder(placeholder);
  }

  /** Rebuilds the transient caches. */
  private Object readResolve() {
    return new EnvelopeJson(placeholder);
  }

  @Override
  public Envelope decode(String topic, byte @Nullable [] value) {
    if (value == null) {
      return Envelope.tombstone();
    }
    ImageReaders images = byTopic.get(topic);
    if (images == null) {
      images = byTopic.remember(topic, ImageReaders.plain(unavailable));
    }
    try {
      Json.begin(value);
      try (JsonParser parser = Json.parser(value, 0, value.length)) {
        return read(parser, images);
      }
    } catch (MalformedException e) {
      return Envelope.malformed(e.problem());
    } catch (IOException e) {
      return Envelope.malformed(Json.problem(e, 0));
    }
  }

  @Override
  public SourceKey decodeKey(byte[] key, byte @Nullable [] value) {
    return JsonKeyReader.readPlain(key);
  }

  private static Envelope read(JsonParser parser, ImageReaders images)
      throws IOException, MalformedException {
    String op = Envelope.NONE;
    Image before = null;
    Image after = null;
    Instant time = null;
    DuplicateFieldCheck duplicateFieldCheck = new DuplicateFieldCheck();
    parser.nextToken();
    RepeatedFields fields = images.event();
    String name;
    for (int place = 0; (name = fields.readFieldName(parser, place)) != null; place++) {
      parser.nextToken();
      switch (name) {
        case "op" -> {
          duplicateFieldCheck.checkKnown(0, name);
          op = Json.op(parser, fields, place);
        }
        case "before" -> {
          duplicateFieldCheck.checkKnown(1, name);
          before = images.before().read(parser, after);
        }
        case "after" -> {
          duplicateFieldCheck.checkKnown(2, name);
          after = images.after().read(parser, before);
        }
        case "timestamp_ms" -> {
          duplicateFieldCheck.checkKnown(3, name);
          time = Json.millis(parser, name);
        }
        default -> {
          duplicateFieldCheck.checkOther(name);
          parser.skipChildren();
        }
      }
    }
    Json.end(parser);
    return new Envelope(op, null, before, after, time, null);
  }
}
