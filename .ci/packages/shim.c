/* What the self-contained package brings because a machine may lack it: a name for the user, and a shell. Loaded before
 * the C library, which is asked first.
 *
 * PostgreSQL insists on a passwd entry for whoever runs it, but containers run as numbers. initdb starts its programs by
 * a shell; where there is no /bin/sh it is given the one beside it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct passwd made = { "revenge", "x", 0, 0, "", "/", "/bin/false" };

static struct passwd *own(uid_t uid) {
    if (uid == 0 || uid != geteuid()) return NULL;
    made.pw_uid = uid;
    made.pw_gid = getegid();
    return &made;
}

struct passwd *getpwuid(uid_t uid) {
    struct passwd *(*real)(uid_t) = dlsym(RTLD_NEXT, "getpwuid");
    struct passwd *found = real(uid);
    return found ? found : own(uid);
}

int getpwuid_r(uid_t uid, struct passwd *entry, char *buffer, size_t size, struct passwd **found) {
    int (*real)(uid_t, struct passwd *, char *, size_t, struct passwd **) = dlsym(RTLD_NEXT, "getpwuid_r");
    int status = real(uid, entry, buffer, size, found);
    if (*found || status == ERANGE || !own(uid)) return status;
    *entry = *own(uid);
    *found = entry;
    return 0;
}

static int lacks_shell(void) { return access("/bin/sh", X_OK) != 0; }

/* In the child: the loader's folder is ROOT/lib, the shell's starter ROOT/bin/sh. */
static void run_shell(const char *command) {
    char path[PATH_MAX + 16];
    ssize_t length = readlink("/proc/self/exe", path, PATH_MAX);
    if (length < 0) _exit(127);
    path[length] = 0;
    for (int i = 0; i < 2; i++) {
        char *slash = strrchr(path, '/');
        if (!slash) _exit(127);
        *slash = 0;
    }
    strcat(path, "/bin/sh");
    execl(path, "sh", "-c", command, (char *)NULL);
    _exit(127);
}

/* One at a time, as initdb does. */
static FILE *piped;
static pid_t child;

FILE *popen(const char *command, const char *mode) {
    if (!lacks_shell() || piped) {
        FILE *(*real)(const char *, const char *) = dlsym(RTLD_NEXT, "popen");
        return real(command, mode);
    }
    int ends[2], reads = mode[0] == 'r';
    if (pipe2(ends, O_CLOEXEC)) return NULL;
    child = fork();
    if (child == 0) {
        dup2(ends[reads], reads);
        run_shell(command);
    }
    close(ends[reads]);
    if (child > 0 && (piped = fdopen(ends[!reads], reads ? "r" : "w"))) return piped;
    close(ends[!reads]);
    return NULL;
}

static int result_of(pid_t pid) {
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR) return -1;
    return status;
}

int pclose(FILE *stream) {
    if (stream != piped || !piped) {
        int (*real)(FILE *) = dlsym(RTLD_NEXT, "pclose");
        return real(stream);
    }
    fclose(piped);
    piped = NULL;
    return result_of(child);
}

int system(const char *command) {
    if (!command || !lacks_shell()) {
        int (*real)(const char *) = dlsym(RTLD_NEXT, "system");
        return real(command);
    }
    pid_t pid = fork();
    if (pid == 0) run_shell(command);
    return pid < 0 ? -1 : result_of(pid);
}
