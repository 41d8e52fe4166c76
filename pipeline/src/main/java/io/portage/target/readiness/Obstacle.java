package io.portage.target.readiness;

/**
 * Something in a target that would harm the application.
 *
 * @param object the name of the object, such as {@code public.users.users_email_key}; unique within
 *     its kind
 * @param problem the problem, a clause without a full stop, without row values
 * @param fix a statement that mends it, or what to do
 */
public record Obstacle(String object, String problem, String fix) {}
