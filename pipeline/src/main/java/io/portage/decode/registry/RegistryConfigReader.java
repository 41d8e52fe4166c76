package io.portage.decode.registry;

import io.portage.config.Secret;
import io.portage.config.reading.SecretReader;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import io.portage.decode.registry.RegistryConfig.RegistryAccess;
import io.portage.decode.registry.RegistryConfig.StoreFile;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code source.registry}. */
public final class RegistryConfigReader {
  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(30);
  private static final Map<String, WireForm> IDS =
      Map.of(
          "confluent", WireForm.CONFLUENT,
          "apicurio-global-id", WireForm.APICURIO_GLOBAL_ID,
          "apicurio-content-id", WireForm.APICURIO_CONTENT_ID);

  private RegistryConfigReader() {}

  /** Reads the section; errors are recorded at its values. */
  public static RegistryConfig read(YamlMapping section) {
    YamlValue url = section.required("url");
    WireForm ids = section.optional("ids").choice(IDS, WireForm.CONFLUENT);
    String base = url(url, ids);
    boolean jsonKeys =
        section.optional("keys").choice(Map.of("registry", false, "json", true), false);
    RegistryAccess access = access(section);
    Duration wait = section.optional("unknownIdWait").duration(DEFAULT_WAIT, Duration.ZERO);
    section.finish();
    return new RegistryConfig(base, ids, jsonKeys, access, wait);
  }

  /** The text is not quoted, because a URL may contain a password. */
  private static String url(YamlValue field, WireForm ids) {
    String text = field.text();
    String base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    if (text.isEmpty()) {
      return base;
    }
    try {
      URI uri = new URI(base);
      if (uri.getHost() == null || !("http".equals(uri.getScheme()) || isHttps(uri))) {
        field.reject("must be one URL, http://host:port or https://host:port");
      } else if (uri.getRawUserInfo() != null) {
        field.reject("must not contain credentials: use source.registry.user and password");
      } else if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
        field.reject("must end with the path of the registry's API");
      } else if (ids != WireForm.CONFLUENT && !base.matches(".*/v[23]")) {
        field.reject(
            "with Apicurio's ids it must be the URL of Apicurio's own API,"
                + " http://host:port/apis/registry/v2 or v3");
      }
    } catch (URISyntaxException e) {
      field.reject("is not a URL");
    }
    return base;
  }

  private static boolean isHttps(URI uri) {
    return "https".equals(uri.getScheme());
  }

  private static RegistryAccess access(YamlMapping section) {
    YamlValue user = section.optional("user");
    YamlValue password = section.optional("password");
    YamlValue token = section.optional("token");
    if (user.isPresent() && !password.isPresent()) {
      user.reject("needs source.registry.password");
    }
    if (password.isPresent() && !user.isPresent()) {
      password.reject("needs source.registry.user");
    }
    if (token.isPresent() && (user.isPresent() || password.isPresent())) {
      token.reject("cannot be combined with source.registry.user and password");
    }
    return new RegistryAccess(
        secret(user),
        secret(password),
        secret(token),
        store(section.optional("keystore")),
        store(section.optional("truststore")));
  }

  private static @Nullable Secret secret(YamlValue field) {
    return field.isPresent() ? SecretReader.read(field) : null;
  }

  private static @Nullable StoreFile store(YamlValue field) {
    if (!field.isPresent()) {
      return null;
    }
    YamlMapping section = field.section();
    String location = section.required("file").text();
    Secret password = SecretReader.read(section.required("password"));
    section.finish();
    return new StoreFile(location, password);
  }
}
