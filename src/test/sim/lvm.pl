# LVM's programs, lsblk and wipefs. lvm/GROUP/NAME holds a volume's properties as lines of
# name=value, lvm/GROUP/.group the group's; dev/GROUP/NAME are its bytes, while it is active.
use strict;
use warnings;
use Fcntl qw(:flock);

our ($state, $rule);

sub wrong { my ($code, @lines) = @_; print STDERR map { "  $_\n" } @lines; return $code }

sub properties {
  my ($file) = @_;
  my $text = slurp("$state/lvm/$file");
  return defined $text ? { map { split /=/, $_, 2 } split /\n/, $text } : undef;
}

sub keep { my ($file, $has) = @_; spew("$state/lvm/$file", join '', map { "$_=$has->{$_}\n" } sort keys %$has) }

sub group { # NAME: its properties
  my ($name) = @_;
  my $has = properties("$name/.group");
  wrong(5, "Volume group \"$name\" not found", "Cannot process volume group $name") if !$has;
  return $has;
}

# Where the state says to which group a device belongs.
sub member { my ($device) = @_; return 'devices/' . $device =~ s{/}{+}gr }

sub volumes { my ($group) = @_; return map { [$_, properties("$group/$_")] } names("lvm/$group") }

sub free { # GROUP: extents
  my ($name) = @_;
  my $free = group($name)->{extents};
  # Thin volumes take theirs from their pool.
  $free -= $_->[1]{extents} for grep { $_->[1]{pool} eq '' } volumes($name);
  return $free;
}

sub options { # the words without options of a value, and those by their names
  my %values;
  my @rest;
  while (@_) {
    my $word = shift;
    if ($word =~ /^(-n|-L|-V|-S|-o|--addtag|--deltag|--type|--thinpool|--units|--reportformat|--physicalextentsize)$/) {
      push @{$values{$word}}, shift;
    } elsif ($word =~ /^-/) { $values{$word} = [1] }
    else { push @rest, $word }
  }
  return (\%values, @rest);
}

sub report {
  my ($kind, $options, @rows) = @_;
  my @fields = split /,/, $options->{-o}[0];
  my @lines = map { my $row = $_; '                  {' . join(', ', map { "\"$_\":\"" . ($row->{$_} // '') . '"' } @fields) . '}' } @rows;
  print "  {\n      \"report\": [\n          {\n              \"$kind\": [\n";
  print join(",\n", @lines), "\n" if @lines;
  print "              ]\n          }\n      ]\n  }\n";
  return 0;
}

sub vgs {
  my ($options) = options(@_);
  my @rows = map { { vg_name => $_, vg_extent_size => group($_)->{extent}, vg_free_count => free($_) } }
    grep { -e "$state/lvm/$_/.group" } names('lvm');
  half();
  return report('vg', $options, @rows);
}

sub lvs {
  my ($options) = options(@_);
  my @rows;
  for my $group (grep { -e "$state/lvm/$_/.group" } names('lvm')) {
    for my $volume (volumes($group)) {
      my ($name, $has) = @$volume;
      my $active = -e "$state/dev/$group/$name" || $has->{kind} eq 'pool' ? 'a' : '-';
      push @rows, {
        vg_name => $group, lv_name => $name, lv_size => $has->{bytes}, lv_tags => $has->{tags},
        lv_attr => $has->{kind} eq 'pool' ? "twi-${active}-tz--" : $has->{kind} eq 'thin' ? "Vwi-${active}-tz--" : "-wi-${active}-----",
        pool_lv => $has->{pool}, origin => $has->{origin},
      };
    }
  }
  half();
  return report('lv', $options, @rows);
}

sub vgcreate {
  my ($options, $name, @devices) = options(@_);
  return wrong(5, "A volume group called $name already exists.") if -e "$state/lvm/$name/.group";
  my ($extent) = $options->{'--physicalextentsize'}[0] =~ /^(\d+)/;
  my $extents = 0;
  for my $device (@devices) {
    return wrong(5, "No device found for $device.") if !-e $device;
    return wrong(5, "$device is already in volume group") if -e "$state/" . member($device);
    $extents += int((-s $device) / $extent) - 1;
  }
  half();
  folder("lvm/$name");
  folder("dev/$name");
  folder('devices');
  for my $device (@devices) { spew("$state/" . member($device), $name) }
  keep("$name/.group", { extent => $extent, extents => $extents });
  print "  Volume group \"$name\" successfully created\n";
  return 0;
}

sub bytes_of { my ($text) = @_; return $text =~ /^(\d+)b$/i ? $1 : 0 }

sub appear { # the device of a volume, with what it held before it was taken down
  my ($group, $name, $has) = @_;
  my $device = folder("dev/$group") . "/$name";
  return if -e $device || rename "$state/down/$group/$name", $device;
  open my $new, '+>>', $device or die "$device: $!\n";
  truncate $new, $has->{bytes};
  return if $has->{origin} eq '';
  # The message to the pool that makes a clone is kept in the metadata until it was heard.
  my ($file) = grep { -e } map { "$state/$_/$group/$has->{origin}" } qw(dev down);
  open my $from, '<', $file or die "$has->{origin}: $!\n";
  read $from, (my $content), 4096;
  open my $to, '+<', $device or die "$device: $!\n";
  print {$to} $content;
}

sub lvcreate {
  my ($options, $where) = options(@_);
  my ($group, $origin) = split m{/}, $where, 2;
  my $vg = group($group) // return 5;
  my $name = $options->{-n}[0];
  my $kind = ($options->{'--type'}[0] // '') eq 'thin-pool' ? 'pool' : $options->{-V} || defined $origin ? 'thin' : 'linear';
  if (properties("$group/$name")) {
    return wrong(5, "Logical Volume \"$name\" already exists in volume group \"$group\"");
  }
  my ($bytes, $pool) = (bytes_of(($options->{-L} // $options->{-V} // ['0b'])->[0]), $options->{'--thinpool'}[0] // '');
  return wrong(3, 'Size is not a multiple of 512. Try using 512 or 1024.', 'Error during parsing of command line.') if $bytes % 512;
  if (defined $origin) {
    my $from = properties("$group/$origin");
    return wrong(5, "Failed to find logical volume \"$group/$origin\"") if !$from;
    ($bytes, $pool) = ($from->{bytes}, $from->{pool});
  } elsif ($pool ne '' && !properties("$group/$pool")) {
    return wrong(5, "Thin pool $group/$pool not found.");
  }
  my $extents = int(($bytes + $vg->{extent} - 1) / $vg->{extent});
  if ($pool eq '' && $extents > free($group)) {
    return wrong(5, "Volume group \"$group\" has insufficient free space (" . free($group) . " extents): $extents required.");
  }
  my %has = (bytes => $extents * $vg->{extent}, extents => $extents, kind => $kind, pool => $pool,
    origin => $origin // '', tags => join(',', sort @{$options->{'--addtag'} // []}));
  keep("$group/$name", \%has);
  # The metadata says so before there is a device.
  half();
  appear($group, $name, \%has) if $kind ne 'pool';
  print "  Logical volume \"$name\" created.\n";
  return 0;
}

sub selected { # SELECTION GROUP: the volumes that it names, as kvmcore writes them
  my ($selection, $group) = @_;
  my ($name) = $selection =~ /lv_name="([^"]*)"/;
  my ($tags) = $selection =~ /lv_tags=\{([^}]*)\}/;
  my $has = properties("$group/$name") // return ();
  my %tags = map { $_ => 1 } split /,/, $has->{tags};
  for my $wanted ($tags =~ /"([^"]*)"/g) { return () if !$tags{$wanted} }
  if ($selection =~ /thin_count=0/) {
    return () if $has->{kind} ne 'pool' || grep { $_->[1]{pool} eq $name } volumes($group);
  }
  return ($name);
}

sub in_use {
  my ($group, $name) = @_;
  for my $domain (names('live')) {
    return 1 if (slurp("$state/live/$domain") // '') =~ m{'/dev/\Q$group/$name\E'};
  }
  open my $device, '<', "$state/dev/$group/$name" or return 0;
  return !flock $device, LOCK_EX | LOCK_NB; # what fills it has it locked
}

sub lvremove {
  my ($options, $where) = options(@_);
  my ($group, $one) = split m{/}, $where, 2;
  group($group) // return 5;
  my @names = $options->{-S} ? selected($options->{-S}[0], $group) : ($one);
  for my $name (@names) {
    return wrong(5, "Failed to find logical volume \"$group/$name\"") if !properties("$group/$name");
    return wrong(5, "Logical volume $group/$name in use.") if in_use($group, $name);
    rename "$state/dev/$group/$name", folder("down/$group") . "/$name";
    # It is taken down before the metadata say so.
    half();
    unlink "$state/down/$group/$name", "$state/lvm/$group/$name";
    rmdir "$state/$_/$group" for qw(dev down);
    print "  Logical volume \"$name\" successfully removed.\n";
  }
  return 0;
}

sub lvchange {
  my ($options, $where) = options(@_);
  my ($group, $name) = split m{/}, $where, 2;
  group($group) // return 5;
  my $has = properties("$group/$name") // return wrong(5, "Failed to find logical volume \"$group/$name\"");
  if ($options->{'--deltag'}) {
    my %gone = map { $_ => 1 } @{$options->{'--deltag'}};
    half();
    $has->{tags} = join ',', grep { !$gone{$_} } split /,/, $has->{tags};
    keep("$group/$name", $has);
    print "  Logical volume $group/$name changed.\n";
  }
  if ($options->{-ay}) {
    half();
    appear($group, $name, $has);
  }
  return 0;
}

sub lvextend {
  my ($options, $where) = options(@_);
  my ($group, $name) = split m{/}, $where, 2;
  my $vg = group($group) // return 5;
  my $has = properties("$group/$name") // return wrong(5, "Failed to find logical volume \"$group/$name\"");
  my $extents = int((bytes_of($options->{-L}[0]) + $vg->{extent} - 1) / $vg->{extent});
  if ($extents <= $has->{extents}) {
    return wrong(5, "New size ($extents extents) matches existing size ($has->{extents} extents).");
  }
  @$has{qw(extents bytes)} = ($extents, $extents * $vg->{extent});
  keep("$group/$name", $has);
  half();
  truncate "$state/dev/$group/$name", $has->{bytes};
  print "  Logical volume $group/$name successfully resized.\n";
  return 0;
}

sub lsblk {
  my @devices = grep { m{^/} } @_;
  print "{\n   \"blockdevices\": [\n      ";
  print join ',', map { "{\n         \"name\": \"$_\",\n         \"kname\": \"$_\",\n         \"type\": \"disk\",\n"
    . "         \"mountpoint\": null,\n         \"ro\": false,\n         \"size\": " . (-s $_) . "\n      }" } grep { -f } @devices;
  print "\n   ]\n}\n";
  return 0;
}

sub wipefs {
  my @found = grep { -e "$state/" . member($_) } grep { m{^/} } @_;
  print "{\n   \"signatures\": [\n",
    join(',', map { my ($name) = m{([^/]+)$}; "      {\n         \"device\": \"$name\",\n         \"offset\": \"0x218\",\n         \"type\": \"LVM2_member\",\n         \"uuid\": \"x\",\n         \"label\": null\n      }" } @found),
    "\n   ]\n}\n";
  return 0;
}

my %programs = (vgs => \&vgs, lvs => \&lvs, vgcreate => \&vgcreate, lvcreate => \&lvcreate,
  lvremove => \&lvremove, lvchange => \&lvchange, lvextend => \&lvextend, lsblk => \&lsblk, wipefs => \&wipefs);

sub run {
  my ($program, @words) = @_;
  lock_state($program =~ /^(vgs|lvs|lsblk|wipefs)$/ ? LOCK_SH : LOCK_EX);
  return $programs{$program}->(@words);
}

1;
