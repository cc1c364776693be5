/* Starts a program of the self-contained package with the package's own loader and libraries, from whatever folder the
 * package is in, without a shell: it is linked statically, and the file system may hold nothing else.
 *
 *     ROOT/bin/NAME (this)  runs  ROOT/lib/ld.so ROOT/libexec/NAME  with the libraries of ROOT/lib
 *
 * Links to the same file serve bin/revenge, GStreamer's scanner and the programs of PostgreSQL. What GStreamer and glib
 * look for goes by environment variables; one that the caller has set on purpose (GST_REGISTRY, …) stays. */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char root[PATH_MAX];

static char *in_root(const char *path) {
    char *text;
    if (asprintf(&text, "%s/%s", root, path) < 0) _exit(126);
    return text;
}

static void set(const char *name, const char *path) {
    char *whole = in_root(path);
    if (access(whole, F_OK) == 0) setenv(name, whole, 1);
}

/* The registry of plugins lies in the data directory: the package's folder may be read-only, and HOME missing. */
static void place_registry(int argc, char **argv) {
    const char *data = getenv("REVENGE_DATA_DIR");
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--data-dir") == 0 && i + 1 < argc) data = argv[i + 1];
        if (strncmp(argv[i], "--data-dir=", 11) == 0) data = argv[i] + 11;
    }
    char *file, here[PATH_MAX];
    if (!data || getenv("GST_REGISTRY") || !getcwd(here, sizeof here)) return;
    if (asprintf(&file, "%s%s%s/gstreamer-registry.bin", data[0] == '/' ? "" : here, data[0] == '/' ? "" : "/", data) < 0) return;
    setenv("GST_REGISTRY", file, 0);
}

int main(int argc, char **argv) {
    char self[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length < 0) {
        dprintf(2, "revenge: /proc is not mounted, and nothing runs without it\n");
        return 126;
    }
    self[length] = 0;
    strcpy(root, self);
    char *name = strrchr(root, '/');
    *name++ = 0;
    *strrchr(root, '/') = 0;

    if (strcmp(name, "revenge") == 0) place_registry(argc, argv);
    set("GST_PLUGIN_SYSTEM_PATH_1_0", "lib/gstreamer-1.0");
    set("GST_PLUGIN_SCANNER_1_0", "bin/gst-plugin-scanner");
    set("GCONV_PATH", "lib/gconv");
    set("LIBVA_DRIVERS_PATH", "lib/dri");
    /* Modules of the machine's glib would not fit this one. */
    set("GIO_MODULE_DIR", "lib/gio");
    if (!getenv("SSL_CERT_FILE") && access("/etc/ssl/certs", F_OK) != 0) set("SSL_CERT_FILE", "lib/ca-certificates.crt");

    char **arguments = calloc(argc + 10, sizeof *arguments);
    if (!arguments) return 126;
    int n = 0;
    arguments[n++] = in_root("lib/ld.so");
    arguments[n++] = "--inhibit-cache";
    arguments[n++] = "--argv0";
    arguments[n++] = self;
    arguments[n++] = "--library-path";
    arguments[n++] = in_root("lib");
    arguments[n++] = "--preload";
    arguments[n++] = in_root("lib/libshim.so");
    char program[PATH_MAX];
    snprintf(program, sizeof program, "libexec/%s", name);
    arguments[n++] = in_root(program);
    for (int i = 1; i < argc; i++) arguments[n++] = argv[i];
    execv(arguments[0], arguments);
    dprintf(2, "revenge: cannot run %s: %s\n", arguments[0], strerror(errno));
    return 126;
}
