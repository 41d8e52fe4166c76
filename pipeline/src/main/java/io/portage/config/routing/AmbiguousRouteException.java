package io.portage.config.routing;

/** A source table has no certain target. The message names the entries and a remedy. */
public final class AmbiguousRouteException extends Exception {
  private static final long serialVersionUID = 1;

  AmbiguousRouteException(String message) {
    super(message);
  }
}
