# virsh with the libvirt behind it, and ip's routes of its networks.
#
# domains/UUID.xml   what is defined            names/NAME        its UUID
# live/UUID.xml      what runs                  paused/UUID       why it is paused
# off-at/UUID        when it will be off        autostart/UUID
# networks/NAME.xml  what is defined            net-live/NAME.xml what runs
# net-uuids/UUID     its name                   net-autostart/NAME
use strict;
use warnings;
use Fcntl qw(:flock);

our ($state, $rule);
my $status;
my $listed; # live domains, read once

sub complain { print STDERR map { "error: $_\n" } @_; return $status = 1 }

sub there { return -e "$state/$_[0]" }

sub set_file { my ($folder, $name, $text) = @_; spew(folder($folder) . "/$name", $text); return 1 }

sub drop { unlink map { "$state/$_" } @_ }

sub text_of { # ELEMENT XML: the first one's text
  my ($element, $xml) = @_;
  return $xml =~ m{<\Q$element\E(?: [^>]*)?>([^<]*)</\Q$element\E>} ? $1 : '';
}

# --- Domains ---

sub settle { # what became of domains by themselves, as those that were asked to shut down
  my $now;
  for my $uuid (names('off-at')) {
    $now //= now();
    my $when = slurp("$state/off-at/$uuid") // next;
    next if $now < $when;
    drop("live/$uuid.xml", "paused/$uuid", "off-at/$uuid");
  }
}

sub uuid_of {
  my ($word) = @_;
  my $uuid = -e "$state/domains/$word.xml" || -e "$state/live/$word.xml"
    ? $word : $word =~ m{/} ? undef : slurp("$state/names/$word");
  complain("failed to get domain '$word'") if !defined $uuid;
  return $uuid;
}

sub name_of {
  my ($uuid) = @_;
  return text_of('name', slurp("$state/domains/$uuid.xml") // slurp("$state/live/$uuid.xml") // '');
}

sub define {
  my ($file) = @_;
  my $xml = slurp($file);
  return complain("Failed to open file '$file': No such file or directory") if !defined $xml;
  if ($xml !~ m{^\s*<domain\b.*</domain>\s*$}s) {
    return complain("Failed to define domain from $file", '(domain_definition):1: Document is empty');
  }
  my ($name, $uuid) = (text_of('name', $xml), text_of('uuid', $xml));
  my $holder = slurp("$state/names/$name");
  if (defined $holder && $holder ne $uuid) {
    return complain("Failed to define domain from $file",
      "operation failed: domain '$name' already exists with uuid $holder");
  }
  if (there("domains/$uuid.xml") && name_of($uuid) ne $name) {
    return complain("Failed to define domain from $file",
      "operation failed: domain '" . name_of($uuid) . "' is already defined with uuid $uuid");
  }
  half('libvirtd');
  $xml =~ s/^\s*<!--.*?-->\s*//s;
  set_file('domains', "$uuid.xml", $xml);
  set_file('names', $name, $uuid);
  return 0;
}

sub device { # a path of the host as one of this machine's
  my ($path) = @_;
  return $path =~ m{^/dev/([^/]+/[^/]+)$} ? "$state/dev/$1" : $path;
}

sub obstacle { # XML: why it can't be started; empty where it can
  my ($xml) = @_;
  while ($xml =~ m{<(?:source|entry)\b[^>]*\b(file|dev|dir)='(/[^']*)'}g) {
    my ($kind, $path) = ($1, device($2));
    next if -e $path;
    return $kind eq 'dir'
      ? "internal error: process exited while connecting to monitor: cannot initialize fsdev 'fsdev-fs0': failed to open '$2': No such file or directory"
      : "Cannot access storage file '$2': No such file or directory";
  }
  while ($xml =~ m{<source network='([^']*)'}g) {
    return "Network not found: no network with matching name '$1'"
      if !there("networks/$1.xml") && !there("net-live/$1.xml");
    return "Requested operation is not valid: network '$1' is not active" if !there("net-live/$1.xml");
  }
  return '';
}

sub start {
  my ($word) = @_;
  my $uuid = uuid_of($word) // return 1;
  my $name = name_of($uuid);
  return complain('Domain is already active') if there("live/$uuid.xml");
  my $xml = slurp("$state/domains/$uuid.xml");
  my $why = obstacle($xml);
  return complain("Failed to start domain '$name'", $why) if $why ne '';
  my $id = (slurp("$state/last-id") // 0) + 1;
  spew("$state/last-id", $id);
  $xml =~ s/^(\s*<domain type='[^']*')/$1 id='$id'/;
  while ($xml =~ m{<log file='([^']*)'}g) {
    open my $log, '>>', $1 or return complain("Failed to start domain '$name'", "Unable to open file: $1: $!");
    print {$log} "simulated guest $name\n";
  }
  set_file('paused', $uuid, 'starting up');
  set_file('live', "$uuid.xml", $xml);
  half('libvirtd');
  drop("paused/$uuid");
  return 0;
}

sub stop {
  my ($word) = @_;
  my $uuid = uuid_of($word) // return 1;
  if (!there("live/$uuid.xml")) {
    return complain("Failed to destroy domain '$word'", 'Requested operation is not valid: domain is not running');
  }
  half('libvirtd');
  drop("live/$uuid.xml", "paused/$uuid", "off-at/$uuid");
  if (!there("domains/$uuid.xml")) { forget($uuid) }
  return 0;
}

sub forget { # a domain that is neither defined nor runs
  my ($uuid) = @_;
  for my $name (names('names')) {
    drop("names/$name") if slurp("$state/names/$name") eq $uuid;
  }
}

sub shut_down {
  my ($word) = @_;
  my $uuid = uuid_of($word) // return 1;
  if (!there("live/$uuid.xml")) {
    return complain("Failed to shutdown domain '$word'", 'Requested operation is not valid: domain is not running');
  }
  half('libvirtd');
  my $takes = $ENV{SIMHOST_SHUTDOWN} // 0.2;
  # A guest that is paused does not hear it, and one that is deaf never does.
  if ($takes ne 'never' && !there("paused/$uuid") && !there("off-at/$uuid")) {
    set_file('off-at', $uuid, now() + $takes);
  }
  return 0;
}

sub resume {
  my ($word) = @_;
  my $uuid = uuid_of($word) // return 1;
  if (!there("live/$uuid.xml")) {
    return complain("Failed to resume domain '$word'", 'Requested operation is not valid: domain is not running');
  }
  if (!there("paused/$uuid")) {
    return complain("Failed to resume domain '$word'", 'Requested operation is not valid: domain is already running');
  }
  half('libvirtd');
  drop("paused/$uuid");
  return 0;
}

sub suspend {
  my ($word) = @_;
  my $uuid = uuid_of($word) // return 1;
  if (!there("live/$uuid.xml")) {
    return complain("Failed to suspend domain '$word'", 'Requested operation is not valid: domain is not running');
  }
  set_file('paused', $uuid, 'user');
  return 0;
}

sub undefine {
  my ($word) = @_;
  my $uuid = uuid_of($word) // return 1;
  if (!there("domains/$uuid.xml")) {
    return complain("Failed to undefine domain '$word'", 'Requested operation is not valid: cannot undefine transient domain');
  }
  half('libvirtd');
  my $name = name_of($uuid);
  drop("domains/$uuid.xml", "autostart/$uuid");
  drop("names/$name") if !there("live/$uuid.xml");
  return 0;
}

sub autostart {
  my ($word, @options) = @_;
  my $uuid = uuid_of($word) // return 1;
  half('libvirtd');
  if (grep { $_ eq '--disable' } @options) { drop("autostart/$uuid") }
  else { set_file('autostart', $uuid, '') }
  return 0;
}

sub state_and_reason {
  my ($uuid) = @_;
  return ('shut off', 'unknown') if !there("live/$uuid.xml");
  my $reason = slurp("$state/paused/$uuid");
  return defined $reason ? ('paused', $reason) : ('running', 'booted');
}

sub domain_state {
  my ($word, $option) = @_;
  my $uuid = uuid_of($word) // return 1;
  my ($now, $reason) = state_and_reason($uuid);
  print $option ? "$now ($reason)\n" : "$now\n";
  return 0;
}

sub stems { my %seen; return sort grep { !$seen{$_}++ } map { s/\.xml$//r } @_ }

sub list {
  my %options = map { $_ => 1 } @_;
  my @live = stems(names('live'));
  my %live = map { $_ => 1 } @live;
  my %paused = map { $_ => 1 } names('paused');
  my @all = (@live, grep { !$live{$_} } stems(names('domains')));
  @all = @live if !$options{'--all'};
  @all = grep { $live{$_} && !$paused{$_} } @all if $options{'--state-running'};
  @all = grep { $live{$_} && $paused{$_} } @all if $options{'--state-paused'};
  @all = grep { !$live{$_} } @all if $options{'--state-shutoff'};
  @all = () if $options{'--state-other'};
  @all = grep { there("autostart/$_") } @all if $options{'--autostart'};
  for my $uuid (@all) {
    if ($options{'--uuid'}) { print "$uuid\n" }
    elsif ($options{'--name'}) { print name_of($uuid), "\n" }
    else { printf " %-4s %-12s %s\n", $live{$uuid} ? 1 : '-', name_of($uuid), (state_and_reason($uuid))[0] }
  }
  return 0;
}

sub dump_domain {
  my ($word) = @_;
  my $uuid = uuid_of($word) // return 1;
  print slurp("$state/live/$uuid.xml") // slurp("$state/domains/$uuid.xml");
  return 0;
}

# --- Networks ---

sub network_of {
  my ($word) = @_;
  my $name = slurp("$state/net-uuids/$word") // $word;
  return $name if there("networks/$name.xml") || there("net-live/$name.xml");
  complain("failed to get network '$word'", "Network not found: no network with matching name '$word'");
  return undef;
}

sub net_define {
  my ($file) = @_;
  my $xml = slurp($file);
  return complain("Failed to open file '$file': No such file or directory") if !defined $xml;
  my ($name, $uuid) = (text_of('name', $xml), text_of('uuid', $xml));
  if ($xml !~ m{^\s*<network\b.*</network>\s*$}s || $name eq '') {
    return complain("Failed to define network from $file", '(network_definition):1: Document is empty');
  }
  my $known = slurp("$state/networks/$name.xml");
  if (defined $known && text_of('uuid', $known) ne $uuid) {
    return complain("Failed to define network from $file",
      "operation failed: network '$name' already exists with uuid " . text_of('uuid', $known));
  }
  half('libvirtd');
  if ($xml !~ /<bridge [^>]*name=/) {
    my %used = map { $_ => 1 } map { /<bridge [^>]*name='([^']*)'/ ? $1 : () }
      map { slurp("$state/networks/$_") // '' } names('networks');
    my $number = 0;
    $number++ while $used{"virbr$number"};
    $xml =~ s/<bridge\b/<bridge name='virbr$number'/ or $xml =~ s{(</uuid>)}{$1\n  <bridge name='virbr$number'/>};
  }
  set_file('net-uuids', $uuid, $name);
  set_file('networks', "$name.xml", $xml);
  return 0;
}

sub subnet { return $_[0] =~ m{<ip [^>]*address='(\d+\.\d+\.\d+)\.\d+'} ? $1 : '' }

sub net_start {
  my ($word) = @_;
  my $name = network_of($word) // return 1;
  if (there("net-live/$name.xml")) {
    return complain("Failed to start network $word", 'Requested operation is not valid: network is already active');
  }
  my $xml = slurp("$state/networks/$name.xml");
  my $subnet = subnet($xml);
  for my $other (names('net-live')) {
    my $running = slurp("$state/net-live/$other");
    if ($subnet ne '' && subnet($running) eq $subnet) {
      my ($bridge) = $running =~ /<bridge [^>]*name='([^']*)'/;
      return complain("Failed to start network $word", "internal error: Network is already in use by interface $bridge");
    }
  }
  half('libvirtd');
  set_file('net-live', "$name.xml", $xml);
  return 0;
}

sub net_destroy {
  my ($word) = @_;
  my $name = network_of($word) // return 1;
  if (!there("net-live/$name.xml")) {
    return complain("Failed to destroy network $word", "Requested operation is not valid: network '$name' is not active");
  }
  half('libvirtd');
  drop("net-live/$name.xml");
  return 0;
}

sub net_undefine {
  my ($word) = @_;
  my $name = network_of($word) // return 1;
  half('libvirtd');
  my $uuid = text_of('uuid', slurp("$state/networks/$name.xml") // '');
  drop("networks/$name.xml", "net-autostart/$name", "net-uuids/$uuid");
  return 0;
}

sub net_autostart {
  my ($word) = @_;
  my $name = network_of($word) // return 1;
  half('libvirtd');
  set_file('net-autostart', $name, '');
  return 0;
}

sub net_list {
  my %options = map { $_ => 1 } @_;
  my @live = stems(names('net-live'));
  my %live = map { $_ => 1 } @live;
  my @rest = grep { !$live{$_} } stems(names('networks'));
  my @all = $options{'--inactive'} ? @rest : $options{'--all'} ? (@live, @rest) : @live;
  for my $name (@all) {
    my $xml = slurp("$state/net-live/$name.xml") // slurp("$state/networks/$name.xml");
    print $options{'--uuid'} ? text_of('uuid', $xml) . "\n" : "$name\n";
  }
  return 0;
}

sub net_dump {
  my ($word) = @_;
  my $name = network_of($word) // return 1;
  print slurp("$state/net-live/$name.xml") // slurp("$state/networks/$name.xml");
  return 0;
}

sub reservations { # XML: MAC address => (name, address)
  my ($xml) = @_;
  my %found;
  while ($xml =~ m{<host mac='([^']*)'(?: name='([^']*)')? ip='([^']*)'/>}g) { $found{lc $1} = [$2 // '', $3] }
  return \%found;
}

sub live_interfaces { # (MAC, network) of each
  $listed //= [map { interfaces(slurp("$state/live/$_") // '') } names('live')];
  return @$listed;
}

sub interfaces {
  my ($xml) = @_;
  my @found;
  while ($xml =~ m{<interface type='network'>(.*?)</interface>}sg) {
    my $inside = $1;
    my ($mac) = $inside =~ /<mac address='([^']*)'/;
    my ($network) = $inside =~ /<source network='([^']*)'/;
    push @found, [lc $mac, $network];
  }
  return @found;
}

sub net_leases {
  my ($word) = @_;
  my $name = network_of($word) // return 1;
  my $hosts = reservations(slurp("$state/net-live/$name.xml") // '');
  for my $interface (grep { $_->[1] eq $name } live_interfaces()) {
    my $host = $hosts->{$interface->[0]} // next;
    printf " 2026-11-22 21:51:17   %s   ipv4   %s/24   %s   01:%s\n", $interface->[0], $host->[1], $host->[0] || '-', $interface->[0];
  }
  return 0;
}

sub domain_addresses {
  my ($word, undef, $source) = @_;
  my $uuid = uuid_of($word) // return 1;
  my $xml = slurp("$state/live/$uuid.xml");
  if (!defined $xml) {
    return complain('Failed to query for interfaces addresses', 'Requested operation is not valid: domain is not running');
  }
  if ($source eq 'agent') {
    return complain('Failed to query for interfaces addresses', 'Guest agent is not responding: QEMU guest agent is not connected');
  }
  return 0 if $source ne 'lease';
  my $number = 0;
  for my $interface (interfaces($xml)) {
    my $host = reservations(slurp("$state/net-live/$interface->[1].xml") // '')->{$interface->[0]} // next;
    printf " vnet%d      %s    ipv4         %s/24\n", $number++, $interface->[0], $host->[1];
  }
  return 0;
}

my %kinds = ('ip-dhcp-host' => 'dhcp', 'dns-host' => 'dns');

sub net_update {
  my ($word, $verb, $kind, $entry, @options) = @_;
  my $name = network_of($word) // return 1;
  my %options = map { $_ => 1 } @options;
  if ($options{'--live'} && !there("net-live/$name.xml")) {
    return complain("Failed to update network $word", "Requested operation is not valid: can't update 'state' of network: network is not running");
  }
  my @places = ($options{'--config'} ? 'networks' : (), $options{'--live'} ? 'net-live' : ());
  my %changed;
  for my $place (@places) {
    my $xml = slurp("$state/$place/$name.xml") // next;
    my $why = edit(\$xml, $name, $verb, $kind, $entry);
    return complain("Failed to update network $word", $why) if $why ne '';
    $changed{$place} = $xml;
  }
  half('libvirtd');
  set_file($_, "$name.xml", $changed{$_}) for sort keys %changed;
  return 0;
}

sub edit { # the XML in place: why it can't be; empty where it was
  my ($xml, $name, $verb, $kind, $entry) = @_;
  my ($mac) = $entry =~ /mac='([^']*)'/;
  my ($ip) = $entry =~ /ip='([^']*)'/;
  if ($kind eq 'ip-dhcp-host' && $verb eq 'add') {
    my ($host) = $entry =~ /name='([^']*)'/;
    for my $has ([mac => $mac], [name => $host], [ip => $ip]) {
      if (defined $has->[1] && $$xml =~ /<host [^>]*mac=[^>]*\b$has->[0]='\Q$has->[1]\E'/
        || $has->[0] eq 'mac' && $$xml =~ /<host mac='\Q$mac\E'/i) {
        return "Requested operation is not valid: there is an existing dhcp host entry in network '$name' that matches \"$entry\"";
      }
    }
    return 'internal error: no dhcp in this network' if $$xml !~ m{</dhcp>|<dhcp/>};
    $$xml =~ s{<dhcp/>}{<dhcp>\n    </dhcp>};
    $$xml =~ s{( *</dhcp>)}{      $entry\n$1};
  } elsif ($kind eq 'ip-dhcp-host') {
    $$xml =~ s{ *<host mac='\Q$mac\E'[^>]*/>\n?}{}i
      or return "Requested operation is not valid: couldn't locate a matching dhcp host entry in network '$name'";
  } elsif ($verb eq 'add') {
    my ($host) = $entry =~ m{<hostname>([^<]*)};
    if ($$xml =~ m{<host ip='\Q$ip\E'>|<hostname>\Q$host\E</hostname>}) {
      return "Requested operation is not valid: there is already at least one DNS HOST record with a matching field in network $name";
    }
    $$xml =~ s{( *</dns>)}{    $entry\n$1} or $$xml =~ s{( *<ip )}{  <dns>\n    $entry\n  </dns>\n$1};
  } else {
    $$xml =~ s{ *<host ip='\Q$ip\E'>.*?</host>\n?}{}s
      or return "Requested operation is not valid: couldn't locate a matching DNS HOST record in network $name";
  }
  return '';
}

sub disk_info {
  my ($word) = @_;
  my $uuid = uuid_of($word) // return 1;
  print "Capacity:       134217728\nAllocation:     598016\nPhysical:       655360\n";
  return 0;
}

# --- virsh itself ---

my %verbs = (
  define => \&define, start => \&start, destroy => \&stop, shutdown => \&shut_down,
  resume => \&resume, suspend => \&suspend, undefine => \&undefine, autostart => \&autostart,
  domstate => \&domain_state, list => \&list, dumpxml => \&dump_domain,
  'net-define' => \&net_define, 'net-start' => \&net_start, 'net-destroy' => \&net_destroy,
  'net-undefine' => \&net_undefine, 'net-autostart' => \&net_autostart, 'net-list' => \&net_list,
  'net-dumpxml' => \&net_dump, 'net-dhcp-leases' => \&net_leases, 'net-update' => \&net_update,
  domifaddr => \&domain_addresses, domblkinfo => \&disk_info,
  echo => sub { print $_[0]; return 0 },
  version => sub {
    print "Compiled against library: libvirt 9.0.0\nUsing library: libvirt 9.0.0\n",
      "Using API: QEMU 9.0.0\nRunning hypervisor: QEMU 7.2.22\n";
    print "Running against daemon: 9.0.0\n" if grep { $_ eq '--daemon' } @_;
    return 0;
  },
);
my %changes = map { $_ => 1 } qw(define start destroy shutdown resume suspend undefine autostart
  net-define net-start net-destroy net-undefine net-autostart net-update);

sub parsed { # LINE: its commands, each a list of words, by virsh's own quoting
  my ($line) = @_;
  my @commands = ([]);
  while ($line =~ /\G\s*(?:(;)|((?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s;"'\\])+))/gcs) {
    if (defined $1) { push @commands, []; next }
    my $word = $2;
    $word =~ s/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/my ($double, $single, $one) = ($1, $2, $3);
      defined $double ? $double =~ s{\\(.)}{$1}gsr : $single \/\/ $one/gse;
    push @{$commands[-1]}, $word;
  }
  return grep { @$_ } @commands;
}

sub virsh {
  my @words = @_;
  while (@words && $words[0] =~ /^-/) {
    my $option = shift @words;
    shift @words if $option eq '-c';
    if ($option eq '--version') { print "9.0.0\n"; return 0 }
  }
  if (there('no-libvirt')) {
    return complain('failed to connect to the hypervisor',
      "Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory");
  }
  my @commands = @words == 1 ? parsed($words[0]) : ([@words]);
  for my $command (@commands) {
    return complain("unknown command: '$command->[0]'") if !$verbs{$command->[0]};
  }
  # What was to happen by itself has happened: that, too, is a change.
  my $exclusive = there('off-at') || grep { $changes{$_->[0]} } @commands;
  lock_state($exclusive ? LOCK_EX : LOCK_SH);
  settle();
  for my $command (@commands) {
    my ($verb, @rest) = @$command;
    $status = 0;
    $verbs{$verb}->(@rest);
  }
  half('libvirtd') if !grep { $changes{$_->[0]} } @commands;
  unlock_state();
  return $status;
}

sub routes {
  lock_state(LOCK_SH);
  my @networks = map { slurp("$state/net-live/$_") } names('net-live');
  unlock_state();
  my ($links, $own) = ('', '');
  for my $xml (@networks) {
    my ($address) = $xml =~ m{<ip [^>]*address='([^']*)'} or next;
    my ($bridge) = $xml =~ m{<bridge [^>]*name='([^']*)'};
    my $subnet = subnet($xml);
    $links .= "$subnet.0/24 dev $bridge proto kernel scope link src $address \n";
    $own .= "local $address dev $bridge table local proto kernel scope host src $address \n"
      . "broadcast $subnet.255 dev $bridge table local proto kernel scope link src $address \n";
  }
  print $links, "local 127.0.0.0/8 dev lo table local proto kernel scope host src 127.0.0.1 \n",
    "local 127.0.0.1 dev lo table local proto kernel scope host src 127.0.0.1 \n",
    "broadcast 127.255.255.255 dev lo table local proto kernel scope link src 127.0.0.1 \n", $own;
  return 0;
}

sub run {
  my ($program, @words) = @_;
  return $program eq 'ip' ? routes() : virsh(@words);
}

1;
