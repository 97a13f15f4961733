package io.github.kvmcore.model.config;

/**
 * Something wrong in a configuration of the user's.
 *
 * @param line from 1 on; 0: the whole file
 * @param problem the path in it, if there is one, and what is wrong; no line of the file
 */
public record ConfigMistake(int line, String problem) {}
