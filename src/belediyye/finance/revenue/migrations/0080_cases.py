"""An agreement names its debts; due days are deferred; an objection has parts; a write-off and a certificate are taken back."""

import django.db.models.deletion
from django.db import migrations, models

from belediyye.core.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0001_initial'),
        ('revenue', '0070_register'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgreementDebt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount_qepik', models.BigIntegerField(default=0, verbose_name='amount')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Deferral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('reason', models.CharField(blank=True, default='', max_length=200, verbose_name='reason')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.BigIntegerField(null=True)),
                ('number', models.PositiveIntegerField()),
                ('until', models.DateField(verbose_name='due instead on')),
                ('amount_qepik', models.BigIntegerField(verbose_name='amount')),
                ('undone', models.DateField(blank=True, null=True)),
                ('undone_because', models.CharField(blank=True, default='', max_length=200)),
            ],
            options={
                'verbose_name': 'deferral',
                'verbose_name_plural': 'deferrals',
                'ordering': ['-day', '-pk'],
                'abstract': False,
            },
        ),
        migrations.RemoveConstraint(
            model_name='objection',
            name='objection_number_unique',
        ),
        migrations.AddField(
            model_name='clearance',
            name='revoked',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='clearance',
            name='revoked_because',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
        migrations.AddField(
            model_name='objection',
            name='part',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='writeoff',
            name='reversed_because',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
        migrations.AddField(
            model_name='writeoff',
            name='reversed_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.UniqueConstraint(fields=('municipality', 'number', 'part'), name='objection_part_unique'),
        ),
        migrations.AddField(
            model_name='agreementdebt',
            name='agreement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='debts', to='revenue.agreement'),
        ),
        migrations.AddField(
            model_name='agreementdebt',
            name='demand',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='revenue.entry'),
        ),
        migrations.AddField(
            model_name='deferral',
            name='carried',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='revenue.entry'),
        ),
        migrations.AddField(
            model_name='deferral',
            name='demand',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='revenue.entry'),
        ),
        migrations.AddField(
            model_name='deferral',
            name='municipality',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.municipality'),
        ),
        migrations.AddField(
            model_name='deferral',
            name='taxpayer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='revenue.taxpayer'),
        ),
        migrations.AddConstraint(
            model_name='agreementdebt',
            constraint=models.UniqueConstraint(fields=('agreement', 'demand'), name='agreement_debt_once'),
        ),
        migrations.AddConstraint(
            model_name='deferral',
            constraint=models.UniqueConstraint(fields=('municipality', 'number'), name='deferral_number_unique'),
        ),
        migrations.AddConstraint(
            model_name='deferral',
            constraint=models.CheckConstraint(condition=models.Q(('amount_qepik__gt', 0)), name='deferral_is_positive'),
        ),
        *append_only("revenue_writeoff", may_change=["reversed_on", "reversed_because"]),
        *append_only("revenue_clearance", may_change=["revoked", "revoked_because"]),
        # A reminder goes with the record of the person when two are merged.
        *append_only("revenue_reminder", may_change=["taxpayer_id"]),
    ]
