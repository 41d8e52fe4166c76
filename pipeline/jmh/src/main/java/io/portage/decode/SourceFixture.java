package io.portage.decode;

import io.portage.decode.debezium.DebeziumJson;
import io.portage.decode.debezium.EnvelopeSettings;
import io.portage.decode.plain.EnvelopeJson;
import io.portage.model.event.Format;
import java.nio.charset.StandardCharsets;

/** Values of a topic of users, of about 250 bytes and, with Debezium, its source block. */
public final class SourceFixture {
  private static final String FIELDS =
      "[{\"type\":\"int64\",\"optional\":false,\"field\":\"user_id\"},"
          + "{\"type\":\"string\",\"optional\":true,\"field\":\"name\"},"
          + "{\"type\":\"string\",\"optional\":true,\"field\":\"email\"},"
          + "{\"type\":\"string\",\"optional\":true,\"field\":\"country_code\"}]";
  private static final String SCHEMA =
      "{\"type\":\"struct\",\"fields\":[{\"type\":\"struct\",\"fields\":"
          + FIELDS
          + ",\"optional\":true,\"name\":\"shop.public.users.Value\",\"field\":\"before\"},"
          + "{\"type\":\"struct\",\"fields\":"
          + FIELDS
          + ",\"optional\":true,\"name\":\"shop.public.users.Value\",\"field\":\"after\"},"
          + "{\"type\":\"string\",\"optional\":false,\"field\":\"op\"},"
          + "{\"type\":\"int64\",\"optional\":true,\"field\":\"ts_ms\"}],"
          + "\"optional\":false,\"name\":\"shop.public.users.Envelope\",\"version\":1}";

  private SourceFixture() {}

  /** The format that reads the values of {@link #value}. */
  public static Format format(String how) {
    return how.equals("envelope")
        ? new EnvelopeJson(DecodeFixtures.PLACEHOLDER)
        : new DebeziumJson(DecodeFixtures.PLACEHOLDER, EnvelopeSettings.DEFAULT);
  }

  /** The update of one user: {@code envelope}, {@code debezium} or {@code debezium-schema}. */
  public static byte[] value(String how, int user) {
    String before = row(user, 3);
    String after = row(user, 4);
    String text =
        how.equals("envelope")
            ? "{\"op\":\"u\",\"before\":%s,\"after\":%s,\"timestamp_ms\":%d}"
                .formatted(before, after, 1_726_531_260_000L + user)
            : DecodeFixtures.payload(
                "u", before, after, DecodeFixtures.POSTGRES_SOURCE.replace("\n", ""));
    return (how.equals("debezium-schema") ? DecodeFixtures.wrapped(SCHEMA, text) : text)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String row(int user, int version) {
    return """
    {"user_id":%d,"name":"Daniel Kim %d v%d","email":"user%d.v%d@contoso.com","country_code":"US"}\
    """
        .formatted(user, user, version, user, version);
  }
}
