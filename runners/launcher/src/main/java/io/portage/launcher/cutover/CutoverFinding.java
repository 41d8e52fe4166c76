package io.portage.launcher.cutover;

/**
 * Something that stands against the switch.
 *
 * @param id the stable id by which it can be accepted: the check's id, a colon and an object; or
 *     the id of a dead letter
 * @param problem what is wrong, without row values
 * @param fix a statement or command that mends it, or what to do
 */
record CutoverFinding(String id, String problem, String fix) {}
