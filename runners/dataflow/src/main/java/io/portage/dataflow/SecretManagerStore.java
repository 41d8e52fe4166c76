package io.portage.dataflow;

import com.google.auth.oauth2.GoogleCredentials;
import io.portage.config.SecretStore;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Secrets in Google's Secret Manager, by {@code projects/P/secrets/S/versions/latest} or a
 * version's number. Requests use the machine's credentials: the worker's service account needs the
 * role {@code roles/secretmanager.secretAccessor}.
 *
 * <p>A value is cached for {@value #KEPT_SECONDS} s, so that connections opened at the same time
 * share one request. {@code PORTAGE_SECRET_MANAGER} in the environment sets another address of the
 * service.
 */
public final class SecretManagerStore implements SecretStore {
  /** The lifetime of a cached value. */
  static final long KEPT_SECONDS = 60;

  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final String SERVICE = "https://secretmanager.googleapis.com/";
  private static final Pattern NAME =
      Pattern.compile(
          "projects/[a-z0-9:.-]+(/locations/[a-z0-9-]+)?/secrets/[A-Za-z0-9_-]+/versions/"
              + "(latest|[0-9]+|[A-Za-z][A-Za-z0-9_-]*)");

  private final ConcurrentHashMap<String, CachedSecret> kept = new ConcurrentHashMap<>();
  private final Credentials credentials;
  private final URI service;
  private final Clock clock;

  /** A source of credentials. */
  interface Credentials {
    GoogleCredentials get() throws IOException;
  }

  private record CachedSecret(String value, Instant until) {}

  /**
   * The service at Google with the machine's credentials; instantiated by {@code ServiceLoader}.
   */
  public SecretManagerStore() {
    this(
        () -> GoogleCredentials.getApplicationDefault().createScoped(SCOPE),
        URI.create(Optional.ofNullable(System.getenv("PORTAGE_SECRET_MANAGER")).orElse(SERVICE)),
        Clock.systemUTC());
  }

  SecretManagerStore(Credentials credentials, URI service, Clock clock) {
    this.credentials = credentials;
    this.service = service;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "secretManager";
  }

  @Override
  public Optional<String> problem(String reference) {
    return NAME.matcher(reference).matches()
        ? Optional.empty()
        : Optional.of(
            "is not the name of a secret version (use projects/P/secrets/S/versions/latest)");
  }

  @Override
  public String read(String reference) throws IOException {
    CachedSecret known = kept.get(reference);
    if (known != null && clock.instant().isBefore(known.until())) {
      return known.value();
    }
    String value = new SecretManagerRequest(service, credentials.get()).access(reference);
    kept.put(
        reference, new CachedSecret(value, clock.instant().plus(Duration.ofSeconds(KEPT_SECONDS))));
    return value;
  }
}
