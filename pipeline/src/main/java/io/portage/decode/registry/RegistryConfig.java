package io.portage.decode.registry;

import io.portage.config.Credential;
import io.portage.config.Secret;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry, {@code source.registry}.
 *
 * @param url the base URL of its API, without a slash at the end and without credentials
 * @param ids the place and the kind of the ids in records
 * @param jsonKeys true if the records' keys are JSON, false if they carry ids like the values
 * @param access the credentials
 * @param unknownIdWait how long an id that the registry does not know is asked again
 */
public record RegistryConfig(
    String url, WireForm ids, boolean jsonKeys, RegistryAccess access, Duration unknownIdWait)
    implements Serializable {
  /** The key in {@code source}. */
  public static final String KEY = "registry";

  /**
   * The credentials: at most one of user with password, and token; with or without TLS stores.
   *
   * @param user of HTTP basic authentication, or null
   * @param password the user's, or null
   * @param token a bearer token, or null
   * @param keystore the client's certificate and key for mutual TLS, or null
   * @param truststore the authorities that sign the registry's certificate; null for the JVM's
   */
  public record RegistryAccess(
      @Nullable Secret user,
      @Nullable Secret password,
      @Nullable Secret token,
      @Nullable StoreFile keystore,
      @Nullable StoreFile truststore)
      implements Serializable {
    /** No credentials. */
    public static final RegistryAccess NONE = new RegistryAccess(null, null, null, null, null);
  }

  /**
   * A Java key store, PKCS #12 or JKS, on each machine that reads records.
   *
   * @param location the file
   * @param password opens the store and its key
   */
  public record StoreFile(String location, Secret password) implements Serializable {}

  /** Returns all credentials by key in {@code source}. */
  public List<Credential> credentials() {
    List<Credential> all = new ArrayList<>();
    add(all, "user", access.user, /* confidential= */ false);
    add(all, "password", access.password, /* confidential= */ true);
    add(all, "token", access.token, /* confidential= */ true);
    add(all, "keystore.password", passwordOf(access.keystore), /* confidential= */ true);
    add(all, "truststore.password", passwordOf(access.truststore), /* confidential= */ true);
    return all;
  }

  /** Returns the URL by key. */
  public Map<String, String> urls() {
    return Map.of(KEY + ".url", url);
  }

  private static @Nullable Secret passwordOf(@Nullable StoreFile store) {
    return store == null ? null : store.password();
  }

  private static void add(
      List<Credential> all, String key, @Nullable Secret value, boolean confidential) {
    if (value != null) {
      all.add(new Credential(KEY + "." + key, value, confidential));
    }
  }
}
